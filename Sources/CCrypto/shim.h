// libcrypto for Swift: the one digest of it that the journal needs. It is the library that libcurl brings along.

#ifndef HABARI_CCRYPTO_SHIM_H
#define HABARI_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <stdbool.h>

// SHA-256, to be looked up once and never freed: with OpenSSL 3 looking it up takes longer than the digest of a
// headline (EVP_MD_fetch(3), "Performance"). NULL where libcrypto has no memory.
static inline const EVP_MD *habari_sha256_algorithm(void) {
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    return EVP_MD_fetch(NULL, "SHA256", NULL);
#else
    return EVP_sha256();
#endif
}

// The digest of the bytes (EVP_Digest(3)); `digest` has room for 32 bytes. False where libcrypto has no memory. May be
// called from any thread: the algorithm is only read.
static inline bool habari_digest(const EVP_MD *algorithm, const void *bytes, size_t count, unsigned char *digest) {
    return algorithm != NULL && EVP_Digest(bytes, count, digest, NULL, algorithm, NULL) == 1;
}

#endif
