package dev.kiln.export.ops;

/**
 * Value by value, with broadcasting as in NumPy: dimensions are matched from the last, and a size
 * of 1 is repeated. Comparisons give truth values, which only {@link #where}, {@link #and}, {@link
 * #or}, {@link #not} and the casts take.
 *
 * @param <T> a value in the graph
 */
public interface Arithmetic<T> {
  /** a + b. */
  T add(T a, T b);

  /** a - b. */
  T subtract(T a, T b);

  /** a * b, value by value. */
  T multiply(T a, T b);

  /** a / b, value by value. */
  T divide(T a, T b);

  /** The larger of each pair. */
  T maximum(T a, T b);

  /** The smaller of each pair. */
  T minimum(T a, T b);

  /** Every value times a number. */
  T scale(T x, double factor);

  /** Every value plus a number. */
  T shift(T x, double amount);

  /** Every value to the power of a number. */
  T power(T x, double exponent);

  /** Values below {@code low} become low, values above {@code high} become high. */
  T clip(T x, double low, double high);

  /** -x. */
  T negate(T x);

  /** Without the sign. */
  T abs(T x);

  /** -1, 0 or 1. */
  T sign(T x);

  /** x * x. */
  T square(T x);

  /** The square root; x is not negative. */
  T sqrt(T x);

  /** 1 / sqrt(x). */
  T rsqrt(T x);

  /** 1 / x. */
  T reciprocal(T x);

  /** e to the power of x. */
  T exp(T x);

  /** Natural logarithm. */
  T log(T x);

  /** The sine of x radians. */
  T sin(T x);

  /** The cosine of x radians. */
  T cos(T x);

  /** The error function 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x. */
  T erf(T x);

  /** The next whole number below. */
  T floor(T x);

  /** To the nearest whole number, halves to the even one. */
  T round(T x);

  /** a > b, as truth values. */
  T greater(T a, T b);

  /** a < b, as truth values. */
  T less(T a, T b);

  /** a == b, as truth values. */
  T equal(T a, T b);

  /** Both of two truth values. */
  T and(T a, T b);

  /** At least one of two truth values. */
  T or(T a, T b);

  /** The opposite truth value. */
  T not(T a);

  /** {@code yes} where the condition is true, {@code no} elsewhere; all three are broadcast. */
  T where(T condition, T yes, T no);

  /** To floats: whole numbers as they are, truth values as 1 and 0. */
  T toFloat(T x);

  /** To whole numbers (int64): fractions are cut off towards zero. */
  T toIndices(T x);
}
