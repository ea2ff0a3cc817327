package dev.kiln.storage;

import java.io.IOException;
import java.util.HexFormat;

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

  /**
   * What is behind a URL that {@link #put} returned. Waits for the store.
   *
   * @throws IOException if it is not there, or the URL is none of this store's
   */
  byte[] get(String url) throws IOException;

  /**
   * What was kept, if it still is what it was.
   *
   * @throws IOException in one sentence, if it is not there or has another size or hash
   */
  default byte[] get(StoredBlob kept) throws IOException {
    byte[] bytes = get(kept.url());
    if (bytes.length != kept.size()) {
      throw new IOException(
          "%s has %d bytes, expected %d".formatted(kept.url(), bytes.length, kept.size()));
    }
    String sha256 = HexFormat.of().formatHex(Blob.digest(bytes));
    if (!sha256.equals(kept.sha256())) {
      throw new IOException(
          "%s has the sha256 %s, expected %s".formatted(kept.url(), sha256, kept.sha256()));
    }
    return bytes;
  }

  @Override
  default void close() {}
}
