package dev.kiln.streams.hostile;

import java.util.Random;

/**
 * A way to make a record's value that does harm.
 *
 * @param name what it is, for people
 * @param maker makes another value each time
 */
record Attack(String name, Maker maker) {

  /** Makes a value of chance alone. */
  interface Maker {
    byte[] make(Random chance);
  }
}
