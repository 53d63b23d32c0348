/** Permanent teeth by quadrant, two-digit notation of the FDI (ISO 3950), each from the middle of the mouth outwards. */
const QUADRANTS = ['En haut à droite', 'En haut à gauche', 'En bas à gauche', 'En bas à droite'] as const;
const POSITIONS = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;

export const teethByQuadrant = QUADRANTS.map((name, index) => ({
  name: `${name} (${index + 1}1 à ${index + 1}8)`,
  teeth: POSITIONS.map((position) => `${index + 1}${position}`),
}));

export const isTooth = (text: string): boolean => teethByQuadrant.some(({ teeth }) => teeth.includes(text));
