/* html.c - words and numbers as HTML. */
#include "command/inside.h"

/* What XML cannot hold becomes U+FFFD: titles and names come from files of others. */
void html_text(Buf *b, Str s)
{
    for (ptrdiff_t at = 0, from = 0; at < s.n; from = at) {
        uint32_t c = utf8_next(s, &at);
        switch (c) {
        case '&':  buf_put(b, S("&amp;")); break;
        case '<':  buf_put(b, S("&lt;")); break;
        case '>':  buf_put(b, S("&gt;")); break;
        case '"':  buf_put(b, S("&quot;")); break;
        case '\'': buf_put(b, S("&#39;")); break;
        case 0xFFFD: buf_put(b, S("\xEF\xBF\xBD")); break;           /* an ill-formed byte is one, too */
        default:
            if (uni_is_control(c))
                buf_put(b, S("\xEF\xBF\xBD"));
            else
                buf_put(b, str_sub(s, from, at - from));
        }
    }
}

void html_number(Buf *b, int64_t n)
{
    if (n >= 1000) {
        html_number(b, n / 1000);
        buf_format(b, ",%03d", (int)(n % 1000));
    } else {
        buf_int(b, n);
    }
}

void html_cell(Buf *b, int64_t n)
{
    buf_put(b, S("<td>"));
    html_number(b, n);
    buf_put(b, S("</td>"));
}

void html_row(Buf *b, const char *head, Str words)
{
    if (words.n == 0)
        return;
    buf_format(b, "<tr><th scope=\"row\">%s</th><td>", head);
    html_text(b, words);
    buf_put(b, S("</td></tr>\n"));
}
