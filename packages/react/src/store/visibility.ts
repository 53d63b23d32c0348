/** Whether someone may be looking at this window. */
export const isVisible = () => document.visibilityState !== 'hidden';
