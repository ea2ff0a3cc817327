package dev.kiln.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
   * @param credentials of S3; null takes them from where the AWS SDK looks for them
   */
  public record Settings(
      String where, String region, String endpoint, @Nullable Credentials credentials) {
    public Settings {
      checkPlace(where);
      checkEndpoint(endpoint);
    }

    /** Settings with the credentials that the AWS SDK finds. */
    public Settings(String where, String region, String endpoint) {
      this(where, region, endpoint, null);
    }
  }

  /** Who asks S3. */
  public record Credentials(String accessKeyId, String secretAccessKey) {
    @Override
    public String toString() {
      return accessKeyId;
    }
  }

  /**
   * Whether there can be a store at a place.
   *
   * @throws IllegalArgumentException with the rest of a sentence that names the setting
   */
  public static void checkPlace(String where) {
    if (!where.isEmpty() && !isDirectory(where) && !S3.matcher(where).matches()) {
      throw new IllegalArgumentException("must be dir:/path or s3://bucket/prefix, was " + where);
    }
  }

  /**
   * Whether it can be a server.
   *
   * @throws IllegalArgumentException with the rest of a sentence that names the setting
   */
  public static void checkEndpoint(String endpoint) {
    URI uri = uri(endpoint);
    if (uri != null && (uri.getScheme() == null || uri.getHost() == null)) {
      throw new IllegalArgumentException("must be a URL, was " + endpoint);
    }
  }

  /** The directory that a place means, or empty where it means none. */
  public static Optional<Path> directory(String where) {
    return isDirectory(where)
        ? Optional.of(Path.of(where.substring(DIRECTORY.length())))
        : Optional.empty();
  }

  /**
   * The store, or empty if there is none.
   *
   * @throws IOException in one sentence, if a directory cannot be used
   */
  public static Optional<BlobStore> open(Settings settings) throws IOException {
    String where = settings.where();
    Optional<Path> place = directory(where);
    if (place.isPresent()) {
      Path directory = place.get();
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
            new S3Blobs(s3.group(1), prefix(s3.group(2)), settings, uri(settings.endpoint())))
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
      throw new IllegalArgumentException("must be a URL, was " + endpoint, e);
    }
  }
}
