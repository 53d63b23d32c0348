import type pg from 'pg';

/** What is told, with a word of each list in the place of {0} and {1}. */
const PATTERNS: readonly {
  type: string;
  category: string;
  severity: string;
  priority: string;
  title: string;
  message: string;
  words: readonly [readonly string[], readonly string[]];
}[] = [
  {
    ...{ type: 'ISQ_WARNING', category: 'alerts', severity: 'WARNING', priority: 'high' },
    title: 'ISQ à surveiller',
    message: 'L’implant {0} a un ISQ de {1}, entre 55 et 59.',
    words: [
      ['11', '14', '16', '21', '24', '26', '31', '34', '36', '41', '44', '46'],
      ['55', '56', '57', '58', '59'],
    ],
  },
  {
    ...{ type: 'DOCUMENT_ADDED', category: 'activity', severity: 'INFO', priority: 'normal' },
    title: 'Nouveau document',
    message: 'Document ajouté au dossier : {0}, {1}.',
    words: [
      [
        ...[
          'radiographie panoramique',
          'radiographie rétro-alvéolaire',
          'devis signé',
          'consentement éclairé',
        ],
        ...['compte rendu opératoire', 'ordonnance', 'questionnaire médical', 'empreinte numérique'],
        ...['courrier du correspondant', 'certificat de garantie'],
      ],
      ['à relire', 'à classer', 'à transmettre au laboratoire', 'reçu par courrier', 'numérisé à l’accueil'],
    ],
  },
  {
    ...{ type: 'TASK_ASSIGNED', category: 'activity', severity: 'INFO', priority: 'normal' },
    title: 'Une tâche vous est confiée',
    message: '{0} {1}.',
    words: [
      [
        ...[
          'Commander les piliers',
          'Préparer le guide chirurgical',
          'Rappeler la mutuelle',
          'Vérifier le stock',
        ],
        ...[
          'Stériliser la trousse',
          'Planifier le contrôle',
          'Archiver les moulages',
          'Relancer le laboratoire',
        ],
      ],
      [
        'avant vendredi',
        'cette semaine',
        'dès que possible',
        'pour la prochaine séance',
        'avec l’assistante',
      ],
    ],
  },
  {
    ...{ type: 'APPOINTMENT_REMINDER', category: 'reminders', severity: 'INFO', priority: 'normal' },
    title: 'Rappel de rendez-vous',
    message: 'Un rendez-vous commence dans {0} h, à {1}.',
    words: [
      ['1', '2', '4', '12', '24', '48'],
      ['08:30', '09:00', '10:15', '11:45', '14:00', '15:30', '17:15'],
    ],
  },
  {
    ...{ type: 'MESSAGE_RECEIVED', category: 'messages', severity: 'INFO', priority: 'normal' },
    title: 'Nouveau message',
    message: 'Un message de {0} vous attend : {1}.',
    words: [
      ['l’accueil', 'la prothésiste', 'un confrère', 'la direction', 'la chirurgienne'],
      ['question sur une cicatrisation', 'réponse à votre demande', 'changement d’horaire', 'photos jointes'],
    ],
  },
  {
    ...{ type: 'STOCK_LOW', category: 'alerts', severity: 'WARNING', priority: 'normal' },
    title: 'Stock bas',
    message: 'Il reste {1} de {0}.',
    words: [
      [
        'vis de cicatrisation',
        'membranes résorbables',
        'fils de suture',
        'forets stériles',
        'gants sans latex',
      ],
      ['une boîte', 'deux boîtes', 'trois unités', 'moins de dix unités'],
    ],
  },
];

/** Beginnings of words as people type them; about one row in thirty has both. */
export const SEARCHED = 'radio pano';

/**
 * Makes `bench.texts`: some five hundred different notifications in French, with the words that a search compares.
 * @param admin superuser
 */
export async function createTexts(admin: pg.Client): Promise<void> {
  const texts = PATTERNS.flatMap(({ words: [first, second], message, ...pattern }) => {
    const said = first.flatMap((one) =>
      second.map((other) => message.replace('{0}', one).replace('{1}', other)),
    );
    // Each kind as often as another.
    return Array.from({ length: 80 }, (_, index) => ({ ...pattern, message: said[index % said.length] }));
  });
  await admin.query(
    `create table bench.texts as
     select
       number, type, category::public.notification_category, severity::public.notification_severity,
       priority::public.notification_priority, title, message, notify.lexemes(title || ' ' || message) as lexemes
     from jsonb_to_recordset($1)
       as text (number int, type text, category text, severity text, priority text, title text, message text)`,
    [JSON.stringify(texts.map((text, number) => ({ ...text, number })))],
  );
}
