/* struct.c - the structure tree, which the caller builds before layout */
#include "type/type.h"

Struct *struct_new(Arena *a, Struct *parent, Role role)
{
    Struct *s = new(a, Struct, 1);
    s->parent = parent;
    s->role = role;
    if (!parent) return s;
    if (parent->last) parent->last->next = s;
    else parent->first = s;
    return parent->last = s;
}
