#include "pack/pack.h"

#include <nettle/sha2.h>

static Str hex(Arena *a, const uint8_t *digest, ptrdiff_t n)
{
    char *s = new(a, char, n * 2 + 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        s[i * 2] = "0123456789abcdef"[digest[i] >> 4];
        s[i * 2 + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return (Str){s, n * 2};
}

Str digest_sha256(Arena *a, Str bytes)
{
    struct sha256_ctx c;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&c);
    sha256_update(&c, (size_t)bytes.n, (const uint8_t *)bytes.s);
    sha256_digest(&c, sizeof digest, digest);
    return hex(a, digest, sizeof digest);
}

Str digest_sha512(Arena *a, Str bytes)
{
    struct sha512_ctx c;
    uint8_t digest[SHA512_DIGEST_SIZE];
    sha512_init(&c);
    sha512_update(&c, (size_t)bytes.n, (const uint8_t *)bytes.s);
    sha512_digest(&c, sizeof digest, digest);
    return hex(a, digest, sizeof digest);
}
