/* wording.c - what an edition itself says, in the language of the book; in English where its language is not here.
   A % stands for a number or for words of the book. */
#include "book/inside.h"

static const char *const langs[] = {"en", "de", "fr", "es", "it", "nl"};
enum { LANGS = sizeof langs / sizeof *langs };
static const char *const words[WORDS][LANGS] = {
    /* ---- the ways in */
    [WORDING_CONTENTS] = {"Contents", "Inhalt", "Table des matières", "Índice", "Indice", "Inhoud"},
    [WORDING_LANDMARKS] = {"Landmarks", "Orientierung", "Repères", "Puntos de referencia", "Punti di riferimento",
        "Oriëntatie"},
    [WORDING_PAGES] = {"Pages of the print edition", "Seiten der gedruckten Ausgabe", "Pages de l’édition imprimée",
        "Páginas de la edición impresa", "Pagine dell’edizione a stampa", "Pagina’s van de gedrukte uitgave"},
    [WORDING_TITLEPAGE] = {"Title page", "Titelseite", "Page de titre", "Portada", "Frontespizio", "Titelpagina"},
    [WORDING_BEGINNING] = {"Beginning", "Textbeginn", "Début du texte", "Comienzo del texto", "Inizio del testo",
        "Begin van de tekst"},
    [WORDING_LETTERS] = {"Letters", "Buchstaben", "Lettres", "Letras", "Lettere", "Letters"},
    [WORDING_PRINT] = {"print edition", "gedruckte Ausgabe", "édition imprimée", "edición impresa",
        "edizione a stampa", "gedrukte uitgave"},
    /* ---- what parts are called */
    [WORDING_NOTES] = {"Notes", "Anmerkungen", "Notes", "Notas", "Note", "Noten"},
    [WORDING_INDEX] = {"Index", "Register", "Index", "Índice analítico", "Indice analitico", "Register"},
    [WORDING_HEADNOTE] = {"Headnote", "Vorbemerkung", "Notice", "Nota preliminar", "Nota introduttiva",
        "Inleidende noot"},
    [WORDING_IMPRINT] = {"Imprint", "Impressum", "Mentions légales", "Créditos", "Colophon", "Colofon"},
    [WORDING_DEDICATION] = {"Dedication", "Widmung", "Dédicace", "Dedicatoria", "Dedica", "Opdracht"},
    [WORDING_EPIGRAPH] = {"Epigraph", "Motto", "Épigraphe", "Epígrafe", "Epigrafe", "Motto"},
    [WORDING_TABLE] = {"Table", "Tabelle", "Tableau", "Tabla", "Tabella", "Tabel"},
    /* ---- title page and imprint */
    [WORDING_EDITED] = {"Edited by", "Herausgegeben von", "Édité par", "Edición de", "A cura di", "Bezorgd door"},
    [WORDING_COMPILED] = {"Compiled by", "Zusammengestellt von", "Textes réunis par", "Compilación de",
        "Raccolta a cura di", "Samengesteld door"},
    [WORDING_TRANSLATED] = {"Translated by", "Übersetzt von", "Traduit par", "Traducción de", "Traduzione di",
        "Vertaald door"},
    [WORDING_AND] = {"and", "und", "et", "y", "e", "en"},
    [WORDING_PUBLISHED] = {"Published by %", "Erschienen bei %", "Publié par %", "Publicado por %",
        "Pubblicato da %", "Uitgegeven door %"},
    [WORDING_EBOOK] = {"e-book", "E-Book", "livre numérique", "libro electrónico", "e-book", "e-book"},
    [WORDING_PRINTED] = {"print", "Druckausgabe", "imprimé", "impreso", "stampa", "druk"},
    [WORDING_ARCHIVE] = {"archive PDF", "Archiv-PDF", "PDF d’archivage", "PDF de archivo", "PDF d’archivio",
        "archief-PDF"},
    [WORDING_PROOF] = {"Editorial proof, not for sale", "Korrekturexemplar, nicht für den Verkauf",
        "Épreuve de l’éditeur, hors commerce", "Prueba editorial, no destinada a la venta",
        "Bozza editoriale, fuori commercio", "Drukproef, niet voor de verkoop"},
    [WORDING_SOME_UNCLEARED] = {"The rights of some of its texts are not cleared.",
        "Die Rechte an einigen der Texte sind nicht geklärt.",
        "Les droits de certains des textes n’ont pas été obtenus.",
        "No se han obtenido los derechos de algunos de los textos.",
        "I diritti di alcuni dei testi non sono stati acquisiti.",
        "De rechten van sommige teksten zijn niet geregeld."},
    [WORDING_NONE_CLEARED] = {"The rights of none of its texts are cleared.",
        "Die Rechte an keinem der Texte sind geklärt.", "Les droits d’aucun des textes n’ont été obtenus.",
        "No se han obtenido los derechos de ninguno de los textos.",
        "I diritti di nessuno dei testi sono stati acquisiti.", "Van geen van de teksten zijn de rechten geregeld."},
    [WORDING_ONE_UNCLEARED] = {"The rights of its text are not cleared.",
        "Die Rechte an dem Text sind nicht geklärt.", "Les droits du texte n’ont pas été obtenus.",
        "No se han obtenido los derechos del texto.", "I diritti del testo non sono stati acquisiti.",
        "De rechten van de tekst zijn niet geregeld."},
    [WORDING_UNCLEARED] = {"Rights not cleared.", "Rechte nicht geklärt.", "Droits non obtenus.",
        "Derechos no obtenidos.", "Diritti non acquisiti.", "Rechten niet geregeld."},
    [WORDING_MINING] = {"The right to reproduce this work for text and data mining is reserved "
        "(Directive (EU) 2019/790, Article 4(3)).",
        "Die Vervielfältigung dieses Werks für Text und Data Mining bleibt vorbehalten "
        "(Richtlinie (EU) 2019/790, Artikel 4 Absatz 3).",
        "Le droit de reproduire cette œuvre à des fins de fouille de textes et de données est réservé "
        "(directive (UE) 2019/790, article 4, paragraphe 3).",
        "Queda reservado el derecho de reproducir esta obra para la minería de textos y datos "
        "(Directiva (UE) 2019/790, artículo 4, apartado 3).",
        "Il diritto di riprodurre quest’opera per l’estrazione di testo e di dati è riservato "
        "(direttiva (UE) 2019/790, articolo 4, paragrafo 3).",
        "Het recht om dit werk te reproduceren voor tekst- en datamining is voorbehouden "
        "(Richtlijn (EU) 2019/790, artikel 4, lid 3)."},
    [WORDING_COLOPHON] = {"Composed with Catchword: every edition of this book comes from one manuscript.",
        "Gesetzt mit Catchword: Alle Ausgaben dieses Buches kommen aus einem Manuskript.",
        "Composé avec Catchword\u00A0: toutes les éditions de ce livre proviennent d’un seul manuscrit.",
        "Compuesto con Catchword: todas las ediciones de este libro proceden de un solo manuscrito.",
        "Composto con Catchword: tutte le edizioni di questo libro provengono da un solo manoscritto.",
        "Gezet met Catchword: alle uitgaven van dit boek komen uit één manuscript."},
    /* ---- notes and index */
    [WORDING_TO_PAGE] = {"Notes to page", "Anmerkungen zu Seite", "Notes de la page", "Notas de la página",
        "Note a pagina", "Noten bij pagina"},
    [WORDING_TO_PAGES] = {"Notes to pages", "Anmerkungen zu den Seiten", "Notes des pages", "Notas de las páginas",
        "Note alle pagine", "Noten bij pagina’s"},
    [WORDING_SEE_PAGE] = {"See p.\u00A0%.", "Siehe S.\u00A0%.", "Voir p.\u00A0%.", "Véase p.\u00A0%.",
        "Vedi p.\u00A0%.", "Zie blz.\u00A0%."},
    [WORDING_SEE_NOTE] = {"See note\u00A0%, p.\u00A0%.", "Siehe Anm.\u00A0%, S.\u00A0%.",
        "Voir note\u00A0%, p.\u00A0%.", "Véase nota\u00A0%, p.\u00A0%.", "Vedi nota\u00A0%, p.\u00A0%.",
        "Zie noot\u00A0%, blz.\u00A0%."},
    [WORDING_SEE] = {"see", "siehe", "voir", "véase", "vedi", "zie"},
    [WORDING_SEE_ALSO] = {"See also", "Siehe auch", "Voir aussi", "Véase también", "Vedi anche", "Zie ook"},
    [WORDING_IN_TEXT] = {"in", "in", "dans", "en", "in", "in"},
    [WORDING_IN_FRONT] = {"in the front matter", "im Vorspann", "dans les pages liminaires", "en los preliminares",
        "nelle pagine preliminari", "in het voorwerk"},
    [WORDING_IN_BACK] = {"in the back matter", "im Anhang", "dans les annexes", "en los anexos", "nelle appendici",
        "in het nawerk"},
    [WORDING_IN_NOTES] = {"in the notes", "in den Anmerkungen", "dans les notes", "en las notas", "nelle note",
        "in de noten"},
    [WORDING_KEY_TO_INDEX] = {"Numbers are pages of this book; n stands for a note.",
        "Die Zahlen sind Seiten dieses Buches; n steht für eine Anmerkung.",
        "Les nombres renvoient aux pages de ce livre\u202F; n désigne une note.",
        "Los números remiten a las páginas de este libro; n indica una nota.",
        "I numeri rimandano alle pagine di questo libro; n indica una nota.",
        "De getallen zijn pagina’s van dit boek; n staat voor een noot."},
    [WORDING_CONTINUED] = {"(continued)", "(Fortsetzung)", "(suite)", "(continuación)", "(segue)", "(vervolg)"},
    /* ---- the web site */
    [WORDING_SEARCH] = {"Search", "Suche", "Recherche", "Búsqueda", "Ricerca", "Zoeken"},
    [WORDING_FIND] = {"Find", "Suchen", "Chercher", "Buscar", "Cerca", "Zoek"},
    [WORDING_FOUND] = {"% found", "% gefunden", "Résultats\u00A0: %", "Resultados: %", "Risultati: %", "% gevonden"},
    [WORDING_FOUND_MANY] = {"% found; the first %:", "% gefunden; die ersten %:",
        "Résultats\u00A0: %\u202F; les % premiers\u00A0:", "Resultados: %; los % primeros:",
        "Risultati: %; i primi %:", "% gevonden; de eerste %:"},
    [WORDING_UNLOADED] = {"The words of the book could not be loaded. Please try again.",
        "Die Wörter des Buches konnten nicht geladen werden. Bitte noch einmal versuchen.",
        "Les mots du livre n’ont pas pu être chargés. Veuillez réessayer.",
        "No se pudieron cargar las palabras del libro. Inténtelo de nuevo.",
        "Non è stato possibile caricare le parole del libro. Riprovare.",
        "De woorden van het boek konden niet worden geladen. Probeer het opnieuw."},
    [WORDING_ADDRESSES] = {"Paragraph addresses", "Adressen der Absätze", "Adresses des paragraphes",
        "Direcciones de los párrafos", "Indirizzi dei paragrafi", "Adressen van de alinea’s"},
    [WORDING_ADDRESS] = {"Address of this paragraph", "Adresse dieses Absatzes", "Adresse de ce paragraphe",
        "Dirección de este párrafo", "Indirizzo di questo paragrafo", "Adres van deze alinea"},
    [WORDING_SKIP] = {"Skip to the text", "Zum Text springen", "Aller au texte", "Ir al texto", "Vai al testo",
        "Naar de tekst"},
    [WORDING_NEIGHBOURS] = {"Previous and next", "Zurück und weiter", "Précédent et suivant",
        "Anterior y siguiente", "Precedente e successivo", "Vorige en volgende"},
    /* ---- what the e-book says of itself */
    [WORDING_SUM] = {"A book of text in reading order, with %; it can be shown in any size, colour and typeface.",
        "Ein Buch aus Text in Lesereihenfolge, mit %; es lässt sich in jeder Größe, Farbe und Schrift anzeigen.",
        "Un livre fait de texte, dans l’ordre de lecture, avec %\u202F; il peut s’afficher en toute taille, couleur et "
        "police.",
        "Un libro compuesto de texto en orden de lectura, con %; puede mostrarse en cualquier tamaño, color y tipo de "
        "letra.",
        "Un libro fatto di testo in ordine di lettura, con %; si può mostrare in ogni dimensione, colore e carattere.",
        "Een boek van tekst in leesvolgorde, met %; het kan in elke grootte, kleur en letter worden getoond."},
    [WORDING_HEADINGS] = {"headings", "Überschriften", "des titres", "encabezados", "titoli", "koppen"},
    [WORDING_A_CONTENTS] = {"a table of contents", "einem Inhaltsverzeichnis", "une table des matières",
        "un índice general", "un indice generale", "een inhoudsopgave"},
    [WORDING_LINKED_NOTES] = {"linked notes", "verlinkten Anmerkungen", "des notes liées", "notas enlazadas",
        "note collegate", "gekoppelde noten"},
    [WORDING_LINKED_INDEX] = {"a linked index", "einem verlinkten Register", "un index lié",
        "un índice analítico enlazado", "un indice analitico collegato", "een gekoppeld register"},
    [WORDING_PAGE_NUMBERS] = {"the page numbers of its print edition", "den Seitenzahlen der gedruckten Ausgabe",
        "les numéros de page de l’édition imprimée", "los números de página de la edición impresa",
        "i numeri di pagina dell’edizione a stampa", "de paginanummers van de gedrukte uitgave"},
    [WORDING_DESCRIBED] = {"Every image is described.", "Jedes Bild ist beschrieben.",
        "Toutes les images sont décrites.", "Todas las imágenes están descritas.", "Ogni immagine è descritta.",
        "Elke afbeelding is beschreven."},
    [WORDING_UNDESCRIBED] = {"Not every image is described.", "Nicht jedes Bild ist beschrieben.",
        "Les images ne sont pas toutes décrites.", "No todas las imágenes están descritas.",
        "Non ogni immagine è descritta.", "Niet elke afbeelding is beschreven."},
};

/* 0, English, where the language is not here. */
static int column_of(Str lang)
{
    Str primary = str_cut(lang, '-').head;
    for (int i = 1; i < LANGS; i++)
        if (str_eq(primary, str_of(langs[i])))
            return i;
    return 0;
}

Str wording_find(Str lang, Wording which) { return str_of(words[which][column_of(lang)]); }

Str wording_lang(Str lang) { return column_of(lang) > 0 ? lang : S("en"); }

Str wording_fill(Arena *a, Str lang, Wording which, const Str *values)
{
    Buf b = buf_new(a);
    Cut c = str_cut(wording_find(lang, which), '%');
    for (; c.ok; c = str_cut(c.tail, '%')) {
        buf_put(&b, c.head);
        buf_put(&b, *values++);
    }
    buf_put(&b, c.head);
    return buf_str(&b);
}

/* Spanish says "e" before the sound of another: Ana e Inés. */
static Str and_before(Str lang, Str word)
{
    bool i = str_starts(word, S("I")) || str_starts(word, S("i")) || str_starts(word, S("Í"));
    bool hi = str_starts(word, S("Hi")) || str_starts(word, S("hi"));
    bool diphthong = str_starts(word, S("Hie")) || str_starts(word, S("hie"));
    return str_starts(lang, S("es")) && (i || hi) && !diphthong ? S("e") : wording_find(lang, WORDING_AND);
}

Str wording_row(Arena *a, Str lang, const Str *items, ptrdiff_t n)
{
    Buf b = buf_new(a);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i > 0 && i == n - 1)
            buf_format(&b, " %.*s ", STR(and_before(lang, items[i])));
        else if (i > 0)
            buf_put(&b, S(", "));
        buf_put(&b, items[i]);
    }
    return buf_str(&b);
}
