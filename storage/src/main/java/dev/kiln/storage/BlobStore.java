package dev.kiln.storage;

import java.io.IOException;

/** Keeps bytes under names. Safe for many threads; close once. */
public interface BlobStore extends AutoCloseable {

  /**
   * Keeps bytes; whoever reads the name sees all of them or nothing. To keep the same bytes under
   * the same name again changes nothing; other bytes take the place of the earlier ones. Waits for
   * the store.
   *
   * @return where readers find them, as a URL
   * @throws IOException if they are not kept; asking again may help
   */
  String put(String name, byte[] bytes) throws IOException;

  @Override
  default void close() {}
}
