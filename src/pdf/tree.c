/* tree.c - number trees and name trees, balanced: no node has more than FAN kids or keys, however long the book. */
#include "pdf/inside.h"

enum { FAN = 32 };
typedef struct { int object; const Leaf *first, *last; } Node;

static void put_key(Buf *b, const Leaf *leaf)
{
    if (leaf->name.n > 0) put_bytes(b, leaf->name);
    else buf_int(b, leaf->number);
}

static void put_limits(Buf *b, const Leaf *first, const Leaf *last)
{
    buf_put(b, S("/Limits["));
    put_key(b, first);
    buf_byte(b, ' ');
    put_key(b, last);
    buf_byte(b, ']');
}

static void put_leaves(Buf *b, const Leaf *leaves, int n)
{
    buf_put(b, n > 0 && leaves->name.n > 0 ? S("/Names[") : S("/Nums["));
    for (int i = 0; i < n; i++) {
        put_key(b, &leaves[i]);
        buf_byte(b, ' ');
        buf_put(b, leaves[i].value);
        buf_byte(b, '\n');
    }
    buf_byte(b, ']');
}

static void put_kids(Buf *b, const Node *nodes, int n)
{
    buf_put(b, S("/Kids["));
    for (int i = 0; i < n; i++) {
        put_ref(b, nodes[i].object);
        buf_byte(b, ' ');
    }
    buf_byte(b, ']');
}

/* Joins each FAN of the n nodes under a new one, in place; returns how many there are then. */
static int join(Pdf *p, Node *nodes, int n)
{
    int m = 0;
    for (int i = 0; i < n; i += FAN) {
        int kids = n - i < FAN ? n - i : FAN;
        Buf b = buf_new(p->scratch);
        Node up = {object_reserve(p->objects), nodes[i].first, nodes[i + kids - 1].last};
        put_limits(&b, up.first, up.last);
        put_kids(&b, nodes + i, kids);
        object_put(p->objects, up.object, buf_str(&b));
        nodes[m++] = up;
    }
    return m;
}

void tree_write(Pdf *p, int object, const Leaf *leaves, int n)
{
    Mark m = arena_mark(p->scratch);
    Buf root = buf_new(p->scratch);
    if (n <= FAN) {
        put_leaves(&root, leaves, n);
    } else {
        int nnodes = 0;
        Node *nodes = new(p->scratch, Node, n / FAN + 1);
        for (int i = 0; i < n; i += FAN) {
            int keys = n - i < FAN ? n - i : FAN;
            Buf b = buf_new(p->scratch);
            nodes[nnodes] = (Node){object_reserve(p->objects), leaves + i, leaves + i + keys - 1};
            put_limits(&b, leaves + i, leaves + i + keys - 1);
            put_leaves(&b, leaves + i, keys);
            object_put(p->objects, nodes[nnodes++].object, buf_str(&b));
        }
        while (nnodes > FAN) nnodes = join(p, nodes, nnodes);
        put_kids(&root, nodes, nnodes);
    }
    object_put(p->objects, object, buf_str(&root));
    arena_rewind(p->scratch, m);
}
