/* inside.h - what the files of this room share.  A Pdf is a driver (pdf.c) over an object writer (object.c) and four
   collectors, which see every page once and write what they have gathered when the book is closed. */
#ifndef PDF_INSIDE_H
#define PDF_INSIDE_H
#include "pdf/pdf.h"
#include <stddef.h>

/* A list in an arena with room for one more. */
#define ROOM_FOR_ONE(a, list, n, cap)                                                                                  \
    do {                                                                                                               \
        if ((n) < (cap)) break;                                                                                        \
        int grown_ = (cap) ? 2 * (cap) : 64;                                                                           \
        (list) = arena_grow((a), (list), sizeof *(list), _Alignof(max_align_t), (cap), grown_);                        \
        (cap) = grown_;                                                                                                \
    } while (0)

typedef struct Objects Objects;
typedef struct Fonts Fonts;
typedef struct Tags Tags;
typedef struct Names Names;
typedef struct Images Images;
struct Pdf {
    Arena *a, *scratch;                                            /* the file's life; a page's life */
    PdfProfile profile;
    const PdfFacts *facts;
    Diag *d;
    Str path;
    Objects *objects;
    Fonts *fonts;
    Tags *tags;                                                    /* NULL: not tagged */
    Names *names;
    Images *images;
    int *pages, npages, cap;                                       /* object numbers in reading order */
    int *nodes, nnodes, ncap;                                      /* of the page tree, above the pages */
    Sp width, height;                                              /* of the last page */
    int *forms, nforms, fcap;                                      /* imposed pages */
    int resources;                                                 /* one dictionary serves all pages */
};

/* ---- words of the syntax (put.c): ISO 32000-1, 7.3 */
int64_t put_round(Sp);                                             /* thousandths of a point */
void    put_milli(Buf *, int64_t thousandths);                     /* "-12.5" */
void    put_box(Buf *, const int64_t *, int n);                    /* "[0 0 432 648]", thousandths */
void    put_ref(Buf *, int object);                                /* "12 0 R" */
void    put_bytes(Buf *, Str);                                     /* (literal), any bytes */
void    put_text(Buf *, Str);                                      /* text string: ASCII as it is, all else UTF-16BE */
void    put_utf16(Buf *, Str);                                  /* hexadecimal digits of UTF-16BE, no byte order mark */
void    put_name(Buf *, Str);                                      /* "/Name", escaped */
void    put_date(Buf *, Str iso);                                  /* "(D:20260131000000Z)" */

/* ---- objects (object.c): each is written when it is known and forgotten but for its place.  Numbers may be used
   before their objects are written.  `entries` is what stands between << and >>. */
Objects *object_open(Arena *, Arena *scratch, Str path, int minor, bool pack);
int      object_reserve(Objects *);
void     object_put(Objects *, int object, Str entries);
void     object_stream(Objects *, int object, Str entries, Str bytes);    /* deflated */
void     object_content(Objects *, int object, Str entries, Str bytes);   /* of a page: deflated quickly */
void     object_plain(Objects *, int object, Str entries, Str bytes);     /* as it is */
void     object_close(Objects *, int catalog, int info);
Str      object_version(void);

/* ---- number and name trees (tree.c): ISO 32000-1, 7.9.6 and 7.9.7; balanced, 32 kids a node */
typedef struct { Str name; int number; Str value; } Leaf;          /* name empty: a number tree */
void     tree_write(Pdf *, int object, const Leaf *, int n);       /* leaves in order of their keys */

/* ---- fonts (embed.c).  A Sort is a face's glyph with one text that it stands for: a small capital has one for "a" and
   one for "A".  A Cast is one font of the file, several may share their face's one program.  Where the glyphs of a face
   have names, its casts are simple fonts with codes of a byte, and code 32 is the word space and nothing else, so that
   Tw sets it (ISO 32000-1, 9.3.3); else they are Type 0, the codes are glyph ids in two bytes, and Tw is not for
   them. */
typedef struct Face Face;
typedef struct Cast Cast;
typedef struct Sort Sort;
enum { CODE_SPACE = ' ' };
/* width: 1/1000 em */
struct Sort { Sort *next; Cast *cast; Str text; uint32_t glyph; int width; uint16_t code; bool spaces; };
struct Face {
    const Font *font;
    FontFacts facts;
    Sort **sorts;                                                  /* by glyph, those that are used */
    Cast *casts, *last;
};
struct Cast { Cast *next; Face *face; int number, object, ncodes, spare; Sort **sorts; };   /* by code */
Fonts *embed_open(Pdf *);
Face  *embed_face(Pdf *, const Font *);
Sort  *embed_sort(Pdf *, Face *, uint32_t glyph, Str text);        /* the glyph is used from now on */
/* the same, for glyph after glyph of a text */
static inline Sort *embed_known(Pdf *p, Face *f, uint32_t glyph, Str text)
{
    Sort *s = glyph < (uint32_t)f->facts.glyphs ? f->sorts[glyph] : NULL;
    bool same = s && s->text.n == text.n && text.n > 0 && s->text.s[0] == text.s[0];
    return same && (text.n == 1 || memcmp(s->text.s, text.s, (size_t)text.n) == 0) ? s : embed_sort(p, f, glyph, text);
}
static inline int embed_width(const Face *f, uint32_t glyph)        /* 1/1000 em */
{
    return glyph < (uint32_t)f->facts.glyphs && f->sorts[glyph] ? f->sorts[glyph]->width : font_width(f->font, glyph);
}
void   embed_close(Pdf *, Buf *resources);

/* ---- what a picture's file says of itself (photo.c): how wide and high its rows are stored, and how they are to be
   seen */
typedef enum { PHOTO_NONE, PHOTO_JPEG, PHOTO_PNG } PhotoKind;
typedef struct {
    PhotoKind kind;
    int width, height, components;                                 /* components: 1 or 3 */
    int dpi, turn;                                                 /* turn: 1 … 8, as in EXIF */
    bool rgb;                                            /* a JPEG of red, green and blue in the place of a luminance */
} Photo;
enum { PHOTO_PIXELS = 40000000 };                               /* at most: 8.5 x 11 inches at 600 dpi are 34 million */
Photo photo_read(Str bytes);
bool  photo_fits(const Photo *);                                   /* it is of a known kind, and not too large */

/* ---- what the numbers of its pixels mean (gamut.c): the ICC profile that fits its components, and its name; both are
   empty where there is none or it is sRGB, the profile alone where the pixels are no longer those that it means. */
typedef struct { Str profile, name; } Gamut;
Gamut gamut_read(Arena *, Str bytes, const Photo *);

/* ---- pictures (image.c) */
Str     image_versions(Arena *);                                   /* "libjpeg 62, libpng 1.6.39" */
Images *image_open(Pdf *);
int     image_find(Pdf *, Str path);                 /* number of the picture's resource "/I0"; -1: it cannot be read */
int     image_count(const Pdf *);
int     image_turn(const Pdf *, int number);           /* how it is to be turned where it is shown: 1 … 8, as in EXIF */
void    image_close(Pdf *, Buf *resources);

typedef struct { int width, height; uint8_t *rgb; } Pixels;        /* turned upright; width 0: it cannot be read, or not
                                                                      to its end */
Pixels  decode_bytes(Arena *, Str);
void    decode_row(const unsigned char *data, int width, uint8_t *rgb);  /* of cairo's words into bytes */
Str     decode_versions(Arena *);                                  /* "cairo 1.16.0, librsvg 2.54.7" */

/* ---- structure (tags.c): ISO 32000-1, 14.7 and 14.8 */
Tags *tags_open(Pdf *);
int   tags_content(Pdf *, const Struct *);                      /* a piece of it begins on the page in hand: its MCID */
int   tags_annotation(Pdf *, const Struct *, int object);          /* an annotation of it: its StructParent */
void  tags_box(Pdf *, const Struct *, const int64_t box[4]);       /* where a figure stands, thousandths */
int   tags_page(Pdf *);                                            /* the page in hand ends: its StructParents, or -1 */
int   tags_object(Pdf *, const Struct *);                       /* its object's number, 0 where nothing of it was set */
int   tags_close(Pdf *);                                           /* number of the StructTreeRoot */
bool  tags_described(const Pdf *);                                /* once closed: each figure has a text in its place */
int   tags_named(const Pdf *, Str id);                   /* once closed: the object of the element with this ID, or 0 */
const char *tags_role(const Struct *);                             /* "H2" */

/* ---- pages (content.c, link.c) */
Str   content_write(Pdf *, const Page *);                          /* content stream, in scratch */
Sp    page_edge(const Pdf *);                              /* from the trim to the page's edge: bleed, room for marks */
Sp    page_left(const Pdf *, const Page *);                        /* the same at its left, where it may be bound */
void  page_cut(const Pdf *, const Page *, int64_t cut[4]);   /* where its ink ends, thousandths: at the bleed, if any */
void  link_write(Pdf *, const Page *, Buf *annots);                /* references to the page's link annotations */

/* ---- sheets (impose.c): pages become forms, and at the end stand on sheets */
void  impose_page(Pdf *, Str content);
void  impose_close(Pdf *, Buf *resources);                         /* entries for /XObject */
void  impose_sheets(Pdf *);
void  pdf_sheet(Pdf *, const int64_t box[4], Str content);         /* a page of the file, of this size */

/* ---- names (names.c): destinations, outline, page labels */
Names *names_open(Pdf *);
void   names_anchor(Pdf *, Str id, int64_t x, int64_t y);          /* on the page in hand, thousandths */
void   names_wanted(Pdf *, Str id);
void   names_label(Pdf *, Str label);
void   names_close(Pdf *, Buf *names, Buf *catalog);               /* entries for /Names and for the catalog */

/* ---- what a profile asks of the whole (profile.c, xmp.c) */
int   profile_info(Pdf *);
int   profile_catalog(Pdf *, int pages);
Str   xmp_packet(Pdf *);
Str   icc_srgb(Arena *);
#define PRODUCER "Catchword"
#endif
