// The sanitizer's allocator as Swift can use it: what is allocated and freed passes through two hooks.

#ifndef HABARI_CSANITIZER_SHIM_H
#define HABARI_CSANITIZER_SHIM_H

#include <sanitizer/allocator_interface.h>

#endif
