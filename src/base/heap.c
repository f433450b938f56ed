/* heap.c - memory from the system in large pieces.  A book takes some fifty megabytes; fetched 4 kB at a time, as they
   are touched, they are twelve thousand interruptions, a tenth of all the time a book takes.  So the heap grows in
   large steps, nothing of it is given back before the end, and its first part may be of pages of 2 MB where the system
   has such; the rest is not, as the last of them would be half empty. */
#include "base/base.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PAGE = 2 << 20, FIRST = 16 * PAGE, STEP = 8 << 20, LARGEST = 32 << 20, KEPT = 1 << 30 };

void heap_prepare(void)
{
    mallopt(M_TOP_PAD, FIRST);
    mallopt(M_TRIM_THRESHOLD, KEPT);
    mallopt(M_MMAP_THRESHOLD, LARGEST);
    char *first = malloc(PAGE);                                    /* now the heap has its first part */
    if (first) madvise(first + PAGE - (uintptr_t)first % PAGE, FIRST, MADV_HUGEPAGE);
    free(first);
    mallopt(M_TOP_PAD, STEP);
}
#else
void heap_prepare(void) { }
#endif
