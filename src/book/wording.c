/* wording.c - what an edition itself says, in the language of the book; in English where its language is not here. */
#include "book/inside.h"

static const char *const words[][1 + WORDS] = {
    {"en", "Contents", "Landmarks", "Pages of the print edition", "Title page", "Beginning", "Notes",
     "Index", "Headnote", "Edited by", "Compiled by", "Translated by", "print edition",
     "Notes to page", "Notes to pages", "Letters"},
    {"de", "Inhalt", "Orientierung", "Seiten der gedruckten Ausgabe", "Titelseite", "Textbeginn",
     "Anmerkungen", "Register", "Vorbemerkung", "Herausgegeben von", "Zusammengestellt von", "Übersetzt von",
     "gedruckte Ausgabe", "Anmerkungen zu Seite", "Anmerkungen zu den Seiten", "Buchstaben"},
    {"fr", "Table des matières", "Repères", "Pages de l’édition imprimée", "Page de titre",
     "Début du texte", "Notes", "Index", "Notice", "Édité par", "Textes réunis par", "Traduit par",
     "édition imprimée", "Notes de la page", "Notes des pages", "Lettres"},
    {"es", "Índice", "Puntos de referencia", "Páginas de la edición impresa", "Portada",
     "Comienzo del texto", "Notas", "Índice analítico", "Nota preliminar", "Edición de", "Compilación de",
     "Traducción de", "edición impresa", "Notas de la página", "Notas de las páginas", "Letras"},
    {"it", "Indice", "Punti di riferimento", "Pagine dell’edizione a stampa", "Frontespizio",
     "Inizio del testo", "Note", "Indice analitico", "Nota introduttiva", "A cura di", "Raccolta a cura di",
     "Traduzione di", "edizione a stampa", "Note a pagina", "Note alle pagine", "Lettere"},
    {"nl", "Inhoud", "Oriëntatie", "Pagina’s van de gedrukte uitgave", "Titelpagina", "Begin van de tekst",
     "Noten", "Register", "Inleidende noot", "Bezorgd door", "Samengesteld door", "Vertaald door",
     "gedrukte uitgave", "Noten bij pagina", "Noten bij pagina’s", "Letters"},
};

Str wording_find(Str lang, Wording which)
{
    Str primary = str_cut(lang, '-').head;
    for (size_t i = 1; i < sizeof words / sizeof *words; i++)
        if (str_eq(primary, str_of(words[i][0])))
            return str_of(words[i][1 + which]);
    return str_of(words[0][1 + which]);
}
