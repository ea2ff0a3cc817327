package dev.kiln.streams.blob;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Opens the blob store that the configuration names. */
public final class BlobStores {

  private static final Pattern S3 = Pattern.compile("s3://([a-z0-9.-]{3,63})(?:/(.*))?");
  private static final String DIRECTORY = "dir:";

  private BlobStores() {}

  /**
   * Where blobs go.
   *
   * @param where {@code dir:/path}, {@code s3://bucket/prefix}, or empty for nowhere
   * @param region S3's region
   * @param endpoint the server of S3, empty for Amazon's
   */
  public record Settings(String where, String region, String endpoint) {
    public Settings {
      if (!where.isEmpty() && !isDirectory(where) && !S3.matcher(where).matches()) {
        throw new ConfigException(
            "kiln.blob.store must be dir:/path or s3://bucket/prefix, was " + where);
      }
    }
  }

  /**
   * The store, or empty if there is none.
   *
   * @throws IOException in one sentence, if a directory cannot be used
   */
  public static Optional<BlobStore> open(Settings settings) throws IOException {
    String where = settings.where();
    if (isDirectory(where)) {
      Path directory = Path.of(where.substring(DIRECTORY.length()));
      try {
        return Optional.of(new DirectoryBlobs(directory));
      } catch (IOException e) {
        throw new IOException(
            "The blob store %s cannot be written to: %s.".formatted(directory, e), e);
      }
    }
    Matcher s3 = S3.matcher(where);
    return s3.matches()
        ? Optional.of(
            new S3Blobs(
                s3.group(1), prefix(s3.group(2)), settings.region(), uri(settings.endpoint())))
        : Optional.empty();
  }

  private static boolean isDirectory(String where) {
    return where.startsWith(DIRECTORY) && where.length() > DIRECTORY.length();
  }

  private static String prefix(@Nullable String given) {
    return given == null || given.isEmpty() || given.endsWith("/") ? orEmpty(given) : given + "/";
  }

  private static String orEmpty(@Nullable String given) {
    return given == null ? "" : given;
  }

  private static @Nullable URI uri(String endpoint) {
    try {
      return endpoint.isEmpty() ? null : URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("kiln.blob.s3.endpoint must be a URL, was " + endpoint);
    }
  }
}
