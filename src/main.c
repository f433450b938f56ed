#include "base/base.h"

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("catchword 0.1");
        return 0;
    }
    fputs("usage: catchword --version\n", stderr);
    return 2;
}
