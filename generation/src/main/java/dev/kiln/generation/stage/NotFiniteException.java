package dev.kiln.generation.stage;

import dev.kiln.generation.tensor.Finite;

/**
 * A network's output, or the state that was made of it, holds something that is no number. The
 * message says in which step, where, and what.
 */
public final class NotFiniteException extends Exception {

  private static final long serialVersionUID = 1L;

  private NotFiniteException(String message) {
    super(message, null, false, false);
  }

  /**
   * Checks values.
   *
   * @param what whose values they are, such as "output v"
   * @param call which of the walk's network calls it was, from 0
   * @param calls how many the walk has
   * @throws NotFiniteException when one is NaN or infinite
   */
  static void check(float[] values, String what, int call, int calls) throws NotFiniteException {
    int place = Finite.firstOther(values);
    if (place >= 0) {
      throw new NotFiniteException(
          "in step "
              + (call + 1)
              + " of "
              + calls
              + " value "
              + place
              + " of the "
              + values.length
              + " of "
              + what
              + " is "
              + values[place]);
    }
  }
}
