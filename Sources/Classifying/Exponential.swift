#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// e to the power of a number (exp(3)).
func exponential(_ number: Double) -> Double { exp(number) }
