/** The value of the field that stands for a switch. */
export const onOffValue = (value: boolean | null): string => (value === null ? '' : value ? 'on' : 'off');

export const onOff = (value: boolean): string => (value ? 'activé' : 'désactivé');
