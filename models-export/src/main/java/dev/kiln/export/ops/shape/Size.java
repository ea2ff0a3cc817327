package dev.kiln.export.ops.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One dimension's size: a number, or a product of a number and sizes that are open until the
 * network runs, such as {@code N} or {@code 4*N*L}. What no product can say, such as half of an
 * open size, is an open size of its own that is named by its formula.
 *
 * @param factor the number
 * @param open the open sizes, sorted
 */
public record Size(long factor, List<String> open) {
  /** One. */
  public static final Size ONE = of(1);

  public Size {
    open = open.stream().sorted().toList();
  }

  /** A number. */
  public static Size of(long number) {
    return new Size(number, List.of());
  }

  /** A size that is open until the network runs. */
  public static Size open(String name) {
    return new Size(1, List.of(name));
  }

  /** Whether it is a number. */
  public boolean known() {
    return open.isEmpty();
  }

  /** Whether it is this number. */
  public boolean is(long number) {
    return known() && factor == number;
  }

  /** The product. */
  public Size times(Size other) {
    return new Size(
        factor * other.factor, Stream.concat(open.stream(), other.open.stream()).toList());
  }

  /** The quotient if it is a size for every value of the open ones. */
  public Optional<Size> dividedBy(Size other) {
    List<String> left = new ArrayList<>(open);
    boolean covered = other.open.stream().allMatch(left::remove);
    if (!covered || other.factor == 0 || factor % other.factor != 0) {
      return Optional.empty();
    }
    return Optional.of(new Size(factor / other.factor, left));
  }

  /** The sum. */
  public Size plus(Size other) {
    if (open.equals(other.open)) {
      return new Size(factor + other.factor, open);
    }
    if (other.is(0)) {
      return this;
    }
    return is(0) ? other : open("(" + this + "+" + other + ")");
  }

  /** The sum with a number that may be negative. */
  public Size plus(long number) {
    if (known()) {
      return of(factor + number);
    }
    return number == 0 ? this : open("(" + this + (number < 0 ? "" : "+") + number + ")");
  }

  /** The quotient by a number, rounded down. */
  public Size floorDividedBy(long number) {
    if (known()) {
      return of(Math.floorDiv(factor, number));
    }
    return dividedBy(of(number)).orElseGet(() -> open("(" + this + "/" + number + ")"));
  }

  /**
   * Whether the two are different whatever the open sizes are taken to be: two numbers, a number
   * and an input's open size, or two inputs' open sizes. Sizes made by a formula may be equal.
   */
  public boolean contradicts(Size other) {
    return !equals(other) && !computed() && !other.computed();
  }

  private boolean computed() {
    return open.stream().anyMatch(name -> name.startsWith("("));
  }

  /** Of two sizes that do not contradict each other, the one that says more. */
  public Size or(Size other) {
    return known() || (!other.known() && !computed()) ? this : other;
  }

  @Override
  public String toString() {
    String names = open.stream().collect(Collectors.joining("*"));
    if (open.isEmpty()) {
      return Long.toString(factor);
    }
    return factor == 1 ? names : factor + "*" + names;
  }
}
