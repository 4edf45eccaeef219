#pragma once

// GCC compiles a function so marked for several processors and picks one when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define PSGAN_VECTORIZED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define PSGAN_VECTORIZED
#endif
