#include "command/command.h"
#include <unistd.h>

/* The cursor goes back to the line's start, so that a message which comes meanwhile is written over it. */
void progress_say(const char *what)
{
    if (!isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r\033[K%s%s", what ? what : "", what ? " …\r" : "");
    fflush(stderr);
}
