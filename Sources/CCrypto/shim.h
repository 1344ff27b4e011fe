// libcrypto for Swift: the one function of it that the journal needs. It is the library that libcurl brings along.

#ifndef HABARI_CCRYPTO_SHIM_H
#define HABARI_CCRYPTO_SHIM_H

#include <openssl/sha.h>
#include <stdbool.h>

// SHA-256 of the bytes (FIPS 180-4, SHA256(3)); `digest` has room for 32 bytes. False where libcrypto has no memory.
static inline bool habari_sha256(const void *bytes, size_t count, unsigned char *digest) {
    return SHA256((const unsigned char *)bytes, count, digest) != NULL;
}

#endif
