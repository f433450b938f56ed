#include "epub/inside.h"

static Str media_of(Str bytes)
{
    if (str_starts(bytes, S("\xFF\xD8\xFF")))
        return S("image/jpeg");
    if (str_starts(bytes, S("\x89PNG\r\n\x1A\n")))
        return S("image/png");
    if (str_starts(bytes, S("GIF8")))
        return S("image/gif");
    if (str_find(str_sub(bytes, 0, 1024), S("<svg")) >= 0)
        return S("image/svg+xml");
    return (Str){0};
}

static const char *extension(Str media)
{
    return str_ends(media, S("jpeg")) ? "jpg" : str_ends(media, S("png")) ? "png" : str_ends(media, S("gif"))
        ? "gif" : "svg";
}

const Picture *picture_add(Edition *e, Str url, Str bytes)
{
    Picture *p = new(e->a, Picture, 1);
    int number = (int)table_count(e->pictures) + 1;
    Str media = media_of(bytes);
    *p = (Picture){.media = media, .bytes = bytes, .id = str_format(e->a, "image-%d", number),
                   .href = str_format(e->a, "images/%d.%s", number, extension(media))};
    table_put(e->pictures, url, p);
    return p;
}

const Picture *picture_find(Edition *e, Str url, Where asked)
{
    Picture *p = table_find(e->pictures, url);
    if (p)
        return p;
    if (!path_is_inside(url)) {
        diag(e->diag, EPUB_IMAGE, asked, "'%.*s' is not a path inside the book's folder", STR(url));
        return NULL;
    }
    Loaded file = file_load(e->a, path_join(e->a, e->config->dir, url), e->diag, asked);
    Str media = file.ok ? media_of(file.bytes) : (Str){0};
    if (file.ok && !media.n)
        diag(e->diag, EPUB_IMAGE, asked, "'%.*s' is no JPEG, PNG, GIF or SVG", STR(url));
    return media.n ? picture_add(e, url, file.bytes) : NULL;
}
