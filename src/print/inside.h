/* inside.h - what print's files share: the design, the maker of blocks, the press. */
#ifndef PRINT_INSIDE_H
#define PRINT_INSIDE_H
#include "print/print.h"

typedef struct HangRow HangRow;
struct HangRow { HangRow *next; Hang hang; };
/* ---- the design (design.c): all that a designer decides, read from a file */
typedef enum { FAMILY_TEXT, FAMILY_DISPLAY, FAMILY_SANS, FAMILY_MONO, FAMILY_FALLBACK, FAMILY_MAX } Family;
enum { CUT_REGULAR, CUT_ITALIC, CUT_BOLD, CUT_BOLDITALIC, CUT_MAX };                     /* italic and bold are bits */
typedef struct {
    Family family;
    int cut;
    Sp size, rise;
    unsigned features;
    int track;
    uint8_t gray;
    bool hyphenate;
    Stroke stroke;
} Face;
typedef struct {
    Face face;
    Align align;
    Sp left, right, first, hang, before, after, leading;
    bool acronyms;                                                 /* NKVD in small capitals */
    bool run_in;                                                   /* a heading that opens its paragraph */
    bool numbered; int number;                      /* the number that opens a heading has a cut of its own, this one */
} Look;
#define LOOKS                                                                                                   \
    LOOK(TEXT, "text") LOOK(QUOTE, "quote") LOOK(SOURCE, "source") LOOK(STANDFIRST, "standfirst")               \
    LOOK(HEADNOTE, "headnote") LOOK(VOICE, "voice") LOOK(VERSE, "verse") LOOK(LIST, "list") LOOK(CODE, "code")  \
    LOOK(TABLE, "table") LOOK(TABLEHEAD, "tablehead") LOOK(CAPTION, "caption") LOOK(SPEECH, "speech")           \
    LOOK(STAGE, "stage") LOOK(OPENER, "opener") LOOK(CLOSER, "closer") LOOK(ORNAMENT, "ornament")               \
    LOOK(EPIGRAPH, "epigraph") LOOK(PART, "part") LOOK(PARTBY, "partby") LOOK(HEAD1, "head1")                   \
    LOOK(HEAD2, "head2") LOOK(HEAD3, "head3") LOOK(HEAD4, "head4") LOOK(HEAD5, "head5")                         \
    LOOK(SUBHEAD, "subhead") LOOK(DOCHEAD, "dochead") LOOK(ENTRY, "entry") LOOK(NOTE, "note")                   \
    LOOK(NOTETEXT, "notetext") LOOK(NOTEROW, "noterow") LOOK(NOTECALLS, "notecalls")                            \
    LOOK(NOTEHEAD1, "notehead1") LOOK(NOTEHEAD2, "notehead2") LOOK(HALFTITLE, "halftitle")                      \
    LOOK(TITLE, "title") LOOK(SUBTITLE, "subtitle") LOOK(AUTHOR, "author") LOOK(EDITION, "edition")             \
    LOOK(PUBLISHER, "publisher") LOOK(IMPRINT, "imprint") LOOK(TOC1, "toc1") LOOK(TOC2, "toc2")                 \
    LOOK(VERSO, "verso") LOOK(RECTO, "recto") LOOK(FOLIO, "folio") LOOK(MARGIN, "margin")                       \
    LOOK(INITIAL, "initial") LOOK(SALUTE, "salute") LOOK(LINENUMBER, "linenumber") LOOK(RUNON, "runon")         \
    LOOK(DEDICATION, "dedication")
typedef enum {
#define LOOK(id, name) LOOK_##id,
    LOOKS
#undef LOOK
    LOOK_MAX
} LookId;
typedef enum { HEAD_TITLE, HEAD_TEXT, HEAD_BOOK, HEAD_VOICE } HeadWords; /* of the chapter, of the text, … */
typedef enum { FOLIO_HEAD, FOLIO_FOOT, FOLIO_CENTER } FolioPlace;                        /* center: of the foot */
typedef enum { NOTES_END, NOTES_CHAPTER, NOTES_FOOT, NOTES_SIGNS } NotePlace;            /* signs: * † ‡ at the foot */
typedef struct {
    Sp width, height, inner, top, measure, leading, note_leading;
    Sp head, foot;                                             /* baselines of running head and of an opening's folio */
    int lines, note_lines;
    int expand, letterspace;                                       /* of glyphs, 1/1000 and 1/1000 em */
    int hyphen_cost;                                               /* as in Frame */
    int sink, part_sink, title_sink;                               /* grid lines */
    bool protrude, hyphenate;
    int notes, editor_notes;                                       /* NotePlace */
    int verso_words, recto_words;                                  /* HeadWords */
    int folio_place;
    Sp head_rule;                                              /* thickness of a rule below the running head; 0: none */
    int initial, leadin;                               /* of a chapter: lines of its initial, words in small capitals */
    int verse_numbers;                                      /* each so manieth line of a poem has its number; 0: none */
    int contents_levels, contents_long;                         /* long: below a chapter of more pages one level more */
    int entry_columns;                                             /* of the index and the lists of the apparatus */
    Str ornament, leader;
    Str fonts[FAMILY_MAX][CUT_MAX];                                /* file names; empty: the regular one */
    HangRow *hangs;                                        /* what hangs otherwise in the margin; the last said first */
    Look looks[LOOK_MAX];
} Design;
/* The file says what it changes; faults are said with their line and leave the value as it was. */
void  design_read(Arena *, Design *, Str path, Diag *, Where asked);
void  design_place_notes(Design *, const Config *);
const char *design_look(int id);                                   /* the name of a style */
/* ---- what does not fit together, or no page can hold (limits.c) */
void  limits_check(const Design *, Str path, Diag *);

/* ---- the press: fonts, styles, flows (print.c, styles.c) */
typedef struct Cast Cast;
struct Cast { Cast *next; Face face; Style style; };
typedef struct { Str id; int page, line; } Spot;            /* page: counted from the flow's first; line: on the page */
typedef struct { Str id; ptrdiff_t offset; bool line; } Wish;      /* a place whose page label is in the text; offset
                                                                      -1: its id's; line: and its line */
typedef enum { FURNITURE_NONE, FURNITURE_TEXT, FURNITURE_NOTES } Furniture;
typedef struct { Str words, lang; } Saying;                        /* lang: empty: that of the book */
typedef struct Headline Headline;
struct Headline {                                                  /* a running head that a block sets */
    Headline *next;                                                /* in the flow */
    Saying title, text, part;                            /* of the chapter | who speaks in it, or its text | its text */
    Str call, last;                                        /* of a note: its call's id; of a row of notes, the last's */
};
typedef struct {
    ptrdiff_t matter, nmatters;                     /* first, how many: a run-on chapter is in its predecessor's flow */
    Struct **nodes; ptrdiff_t nnodes, cap;                /* in the order in which composing asks for them: made once */
    Wish *wanted; ptrdiff_t nwanted, capwanted;                    /* places whose page labels are in the text */
    uint64_t said;                                                 /* digest of these labels as last set */
    bool set, front, recto;
    Struct *at_foot;                                        /* what stands below this node goes down to the last line */
    Furniture furniture;
    Saying verso;
    int number, npages;                                            /* as last set */
    int raised;                                            /* lines of its sink that a title gave up for its headnote */
    PageFact *facts; int capfacts;
    Memo *memo;                                                    /* NULL until it has been measured */
    Spot *spots; ptrdiff_t nspots, capspots;
} Flow;
typedef struct { const Node *div, *page; const Voice *voice; } FirstPage;    /* of a voice's book that begins in div */
typedef struct {                                                   /* who speaks on the page looked at last */
    Table *works;                                                  /* a division -> the one work quoted in it */
    const Node **pages;                                            /* of each voice: the page of its book in force */
    FirstPage first;                                               /* asked for last */
    Str name, source;                                              /* "Ferry", "pp. 14–16"; empty: nobody, none */
} Speaker;
struct Press {
    Arena *a, *scratch;
    const Book *book;
    Diag *d;
    Typesetter *setter;
    Design design;
    const Font *fonts[FAMILY_MAX][CUT_MAX];
    Cast *casts;                                                   /* the one used last is first */
    Struct *root;
    Flow *flows; ptrdiff_t nflows;
    Str design_path; Table *lacking;                               /* the design's file | what was said of its fonts */
    Table *pictures;                                               /* path -> its PdfImage */
    Table *tables;                                                 /* address of a table's Struct -> its width, an Sp */
    Table *coarse;                                                 /* places of pictures of which it was said */
    bool bleeds;                                                   /* some picture goes over the edges of its page */
    Table *wraps;                                      /* address of a TEI box that several flows share -> its Struct */
    int last_head;                                              /* level of the heading made last: H1–H6 without gaps */
    bool built;                                                    /* all nodes are there */
    bool mute;                                          /* pages are only measured: what links say is not asked for */
    Outline *outline;
    Speaker speaker;
    const Vendor *vendor;                                          /* NULL: none is named */
    int bound;                                                     /* pages of the bound book; 0: not bound yet */
    Str sheets_path; PdfSheets sheets;                             /* where pages are imposed; empty: nowhere */
    Sketches sketches; Sketch *sketched; int capsketches;          /* of the pages that are written */
};
void  style_check(Press *, Str design);                            /* says what its fonts do not have */
const Style *style_of(Press *, Face, Str lang);                    /* the same Style for the same face and language */
Face  face_emphasis(Face);                                         /* italic in roman, roman in italic */
Face  face_raised(Face, int thousandths);                          /* smaller, raised by so much of its size */

/* ---- the maker: one flow's blocks (compose.c), one block's runs (phrase.c) */
typedef struct {
    Press *press;
    Flow *flow;
    Arena *a;
    const PageMap *known;
    Block *first, *last;
    ptrdiff_t at_node;
    Buf anchors;                                                   /* ids whose place is the next run */
    Str lang;
    Headline *headline;                                            /* made last */
    const void *mark;                                              /* for the next block */
    const Node *lead; Face lead_face;                       /* words that open the next paragraph: a speaker, a label */
    Struct *lead_node; Sp lead_before;                             /* … and the space above it, of a heading */
    Str label; Sp label_width;                                    /* a list's mark of our making, and the room for it */
    Block *spoken;                                                 /* the last paragraph in another voice */
    bool flush;                                                    /* the next paragraph has no indent */
    bool chapter, opens, amid;                       /* in a chapter | its first paragraph is to come | amid the page */
    const Block *closing;                                          /* the last line of a letter's close */
    bool runs_on;                                                  /* the next heading stands amid the page */
    const Node **kept; int nkept, capkept;                         /* notes for the end of the chapter */
    int level;                                                     /* of the chapter's heading */
    bool at_foot; Str sign;                                       /* of the note that is being set where it is called */
    int sign_page, signs;                                          /* signs given on this page */
} Maker;
Saying  press_part(const Book *, const Matter *);                 /* what the running head calls the text of a matter */
Saying  press_text(const Book *, const Matter *);                  /* … or who speaks in it */
Block  *compose_flow(Press *, Flow *, Arena *, const PageMap *known, Frame *);
Struct *compose_node(Maker *, Struct *parent, Role);
Headline *compose_headline(Maker *);                               /* the next block bears it */
Block  *compose_block(Maker *, LookId, Struct *);                  /* an empty paragraph at the end of the flow */
Block  *compose_line(Maker *, LookId, Struct *, Str text);         /* a paragraph of our own words */
void    compose_skip(Maker *, Sp height);
void    compose_anchor(Maker *, Str id);
Block  *compose_after(Maker *, Block *before);                     /* NULL: nothing was added */
void    compose_append(Maker *, Block *);
/* Where an element stands. */
typedef struct {
    Struct *parent;
    LookId look;                                                   /* of running text here */
    Sp left, right;                                                /* indents of the boxes around */
    LookId within;                                                 /* of running text around the list here */
    int items;                                                     /* lists around */
    bool tight;                                                    /* no space around boxes here */
    bool alone;                                                    /* indents and spaces are the style's own */
} Ctx;
void    compose_lang(const Maker *, Struct *, Str lang);             /* its language, where the one above has another */
Struct *compose_node_of(Maker *, const Node *, Struct *parent, Role);      /* with the element's id and language */
LookId  compose_look(LookId own, Ctx);                             /* LOOK_TEXT is what running text looks like here */
bool    compose_seen(const Node *);                                /* something of it is to be read */
/* A TEI leaf as a paragraph; what is a block within it stands between paragraphs. */
void    compose_leaf(Maker *, const Node *, Ctx, LookId, Role);
Block  *compose_phrase(Maker *, const Node *, const Node *from, const Node *to, Struct *, LookId, Ctx);
void    flow_wants(Maker *, Wish);                                 /* the page label of this place is in the text */

typedef struct {
    Maker *m;
    Block *block;
    Run *last;
    Face face;
    Struct *node;
    Str id, lang, link, describe;                                  /* id: of the TEI block whose reading text this is */
    ptrdiff_t offset;                                              /* scalars of it that are set */
    Buf text;                                                      /* of the run that is open */
    bool acronyms;
    bool marked;                                                 /* places were marked: none may go to the next block */
    bool coded, noted;                                 /* each `lb` ends a line; the page of a call goes to the right */
    bool open, begun, blank, broken, owed, glue;                   /* blank: ends with a blank, for good where broken;
                                                                      owed: one that stood before a call */
} Phrase;
Phrase phrase_open(Maker *, Block *, LookId, Struct *node, Str id);
void   phrase_chars(Phrase *, Str);                                /* of the reading text: white space collapses */
void   phrase_add(Phrase *, Str);                                  /* words of ours: not counted in the offset */
void   phrase_fill(Phrase *, Str leader);
void   phrase_space(Phrase *, Sp width);                       /* white that counts as a blank, but not in the offset */
void   phrase_label(Phrase *, Str words, Sp width);                /* words of ours, and the rest of the width */
void   phrase_mark(Phrase *, Str id);                              /* a place in the text: its destination is the
                                                                      beginning of the word */
void   phrase_close(Phrase *);
/* For those who set elements: the run that is open is closed before face, node, language or link change. */
typedef struct { Face face; Struct *node; Str lang, link, describe; } PhraseManner;
PhraseManner phrase_manner(const Phrase *);                        /* what an element may change and its end restores */
void   phrase_flush(Phrase *);                                     /* the run that is open goes to the block */
void   phrase_restore(Phrase *, PhraseManner);
Run   *phrase_append(Phrase *, RunKind, Str id);                   /* empty; id: whose reading text it is in */
void   phrase_blank(Phrase *);                                     /* between words: never two, none at the start */
void   phrase_trim(Phrase *);                                      /* a blank at the end was one too many */

/* ---- elements in a paragraph (span.c), those that lead elsewhere (reference.c) */
void span_set(Phrase *, const Node *);                             /* an inline node and all in it */
void span_children(Phrase *, const Node *);                        /* all in it */
void reference_set(Phrase *, const Node *);                        /* a `ref`: call, page, way back or link */
void reference_places(Phrase *, const Node *seg);                  /* pages of all places in it: an index has them */

/* ---- letters (letters.c) */
ptrdiff_t letters_space(Str, ptrdiff_t at);                        /* bytes of white there that may break; 0: none */
/* The words at its beginning that are parted by one U+0020 each and, if asked so, have no three capitals in a row. */
typedef struct { ptrdiff_t bytes, scalars; } Words;
Words     letters_even(Str, bool no_acronym);
ptrdiff_t letters_acronym(Str piece, ptrdiff_t *at);        /* bytes of three and more capitals, from *at on; 0: none */
ptrdiff_t letters_signs(Str piece, Str lang);                    /* where those begin that French parts: of "mot?!" 3 */
bool      letters_french(Str lang);

/* ---- a title over several lines (balance.c): of like length, and ended where its sense allows */
int balance_lines(Maker *, Block *);                               /* the demerits of its lines, 0 for one line */

/* ---- a chapter's first paragraph (opening.c) */
void opening_set(Maker *, Block *);                            /* its initial, unless it runs on, and its first words */
void opening_number(Maker *, Block *, LookId);             /* the number that opens a heading, in the cut of the look */
Run *opening_split(Maker *, Run *, ptrdiff_t at);  /* its first bytes stay in it; the rest, which comes back, follows */
void opening_capital(Maker *, Block *);                  /* the first letter of words that the source has in capitals */

/* ---- a title in tiers (tier.c): a title wider than the measure has a line's end after its colon and between its
   parts; what follows the first part is as large as the look `rest` has it, and stands as that does */
void tier_set(Maker *, Block *, LookId own, LookId rest);

/* ---- notes (apparatus.c): at the end of the book, of the chapter, or where they are called */
bool   apparatus_rests(const Press *, const Node *);              /* some of these notes stand at the end of the book */
void   apparatus_note(Maker *, const Node *, Ctx);                 /* a note at the end of the book */
/* What the call `ref` shows, if not its number; its note at the foot of the page, below `home`, or NULL. */
Str    apparatus_shown(Maker *, const Node *ref);
Block *apparatus_called(Maker *, const Node *ref, Struct *home);
void   apparatus_flush(Maker *, Struct *home);                     /* the notes kept for the end of the chapter */

/* ---- elements (elements.c), those that take more than a few lines: boxes, headings, lists, verse, tables, pictures */
void element_set(Maker *, const Node *, Ctx);                      /* an element between blocks and all in it */
void element_children(Maker *, const Node *, Ctx);                 /* all in it */
bool element_in_group(const Node *);                               /* it stands in a text of an anthology */
/* A box (box.c): the look gives its indents and the space around it. */
void box_set(Maker *, const Node *, Ctx, LookId, Role);
void box_quote(Maker *, const Node *, Ctx);
void box_cit(Maker *, const Node *, Ctx);
void box_announce(Block *before);                      /* ends it with a colon, it stays with what comes; may be NULL */
void box_space(Maker *, Block *before, Sp above, Sp below);        /* around all after `before`, which may be NULL */
void head_set(Maker *, const Node *, Ctx);                         /* (head.c) */
void list_set(Maker *, const Node *, Ctx);                         /* (list.c) */
void list_item(Maker *, const Node *, Ctx);
LookId list_look(Ctx);                                /* of words in a list: as the quotation or note around it */
void verse_stanza(Maker *, const Node *, Ctx);                     /* (verse.c) */
void verse_line(Maker *, const Node *, Ctx);
const Node *verse_poem(const Node *line);              /* the group of lines that is in no other; NULL: it is in none */
bool verse_has_numbers(const Press *, const Node *poem);           /* so long that the design numbers its lines */
void cells_table(Maker *, const Node *, Ctx);                      /* (cells.c) */
Sp   cells_width(const Press *, const Struct *table);         /* from the measure's left edge; it was composed before */
void plate_figure(Maker *, const Node *, Ctx);                     /* (plate.c) */

/* ---- pages of a kind of their own (prelims.c) */
void prelims_set(Maker *, const Node *, Ctx);                      /* a title page, of book or text; a half-title */
void prelims_imprint(Maker *, const Node *, Struct *);
void prelims_contents(Maker *);                                    /* a flow without matters */

/* ---- the bound book (bind.c) */
void bind_facts(const Press *, PdfFacts *);
Sp   bind_bleed(const Press *);                                 /* how far a picture that bleeds goes beyond the trim */

PdfFacts print_facts(Press *, const char *edition);
void print_flow(Press *, Flow *, const PageMap *known, TakePage *each, void *to);  /* sets it where it stands */

/* ---- the cover (cover.c), how it looks (boards.c), its bars (barcode.c) */
typedef struct { const char *name; Ink ground, tone; } Palette;
typedef struct {
    Press *press;
    Arena *a;
    Page page;                                                    /* back, spine and front in one; or the front alone */
    Item *fresh;                                                   /* first of those put last */
    const Palette *palette;
    const Ink *ink;                                                /* of what is put; NULL: the face's gray */
    Str art_path; PdfImage art; bool finished;              /* finished: a front with its words in it; no art: not ok */
    Str isbn;
    Sp safety, spine_safety, box_width, box_height, box_edge;
    bool spine_text;
} Cover;
void cover_ink(Cover *, const Ink *);
Sp   cover_width(Cover *, Face, Str);
void cover_line(Cover *, Face, Str, Align, Sp x, Sp y, Sp width);  /* y: the baseline */
void cover_turn(Cover *);                                          /* the line put last reads downwards */
void cover_rule(Cover *, Sp x, Sp y, Sp width, Sp height, const Ink *, uint8_t gray);
void cover_image(Cover *, Str path, Sp x, Sp y, Sp width, Sp height);
Sp   cover_paragraph(Cover *, Face, Str, Align, Sp x, Sp y, Sp width, Sp leading, bool measure_only);   /* its height */
/* In balanced lines: what it would be like, and put there; its height. */
typedef struct { Sp height; int cost; } CoverFit;                  /* cost: demerits of its lines */
CoverFit cover_fit(Cover *, Face, Str, Sp width, Sp leading);
Sp   cover_title(Cover *, Face, Str, Sp x, Sp y, Sp width, Sp leading);
const Palette *boards_palette(const Config *);
int  boards_ink(const Config *);
void boards_front(Cover *, Sp x, Sp width, Sp height, Sp bleed);
Sp   boards_wide(const Cover *, Sp width, Sp height, Sp bleed);    /* how wide the whole picture is that covers its part
                                                                      of a front */
void boards_spine(Cover *, Sp x, Sp width, Sp height);
void boards_back(Cover *, Sp width, Sp height);
void barcode_put(Cover *, Str isbn, Sp x, Sp y, Sp width, Sp height);

/* ---- who speaks (speaker.c): told page by page, in their order */
void speaker_open(Press *);
void speaker_follow(Press *, const Page *, Arena *);               /* name and pages last as long as the arena */
Str  speaker_words(const Press *, Arena *);               /* "Ferry, pp. 14–16"; empty: no voice has most of the page */
Str  speaker_name(const Voice *);                                  /* as heads and margins have it; empty for NULL */

/* ---- labels of source pages (margin.c) */
void margin_labels(Press *, Page *, Arena *, Str known);           /* known: a name that the running head says */
void furniture_put(Page *, Item *);                                /* several, at the end of the page's */
Run *furniture_run(Press *, Arena *, LookId, Str);

/* ---- a finished page, so small that it can be kept (sketch.c) */
void sketch_add(Press *, const Page *);

/* ---- furniture (furniture.c): running heads, folios, labels of source pages; what stands at the page's foot */
void furniture_add(Press *, const Flow *, Page *, const PageMap *, Arena *);
#endif
