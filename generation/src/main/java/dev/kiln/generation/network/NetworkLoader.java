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
}
