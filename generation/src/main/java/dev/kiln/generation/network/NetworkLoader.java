package dev.kiln.generation.network;

/** Makes a network from the bytes of its file. */
@FunctionalInterface
public interface NetworkLoader {

  /**
   * Loads a network.
   *
   * @param name what to call it in messages
   * @param bytes the file's content
   * @throws NetworkException when the bytes are no network that can be run
   */
  Network load(String name, byte[] bytes) throws NetworkException;

  /**
   * As this one, with so many threads a call; this one where that is not to be chosen.
   *
   * @param threads of a call that others run beside
   * @param alone of a call that no other runs beside; where it is another number, the network is in
   *     memory twice
   */
  default NetworkLoader withThreads(int threads, int alone) {
    return this;
  }

  /** How many cores calls share; 1 where threads and calls side by side bring nothing. */
  default int cores() {
    return 1;
  }

  /** What sentences call the device that networks run on. */
  default String device() {
    return "the device";
  }

  /**
   * What networks run on, so that costs that were measured on the same are good again; empty where
   * nobody can say.
   */
  default String runtime() {
    return "";
  }
}
