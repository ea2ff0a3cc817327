package dev.kiln.streams.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.types.Password;

/**
 * The secrets of this process's configuration. Whatever is written to a log, to the terminal or
 * into a record passes {@link #mask}, since nobody knows which library quotes what in its errors.
 * Process-wide, as logs are. Safe for many threads.
 */
public final class Secrets {

  /** What stands in the place of a secret. */
  public static final String MASK = "[hidden]";

  /** Shorter ones would tear holes into every other word, and are no secrets. */
  private static final int SHORTEST = 3;

  /** Longest first, so that none is hidden in part. */
  private static volatile List<String> known = List.of();

  private Secrets() {}

  /** Takes note of all that is secret in a configuration, whatever it is for. */
  public static synchronized void remember(Map<?, ?> configuration) {
    TreeSet<String> found = new TreeSet<>();
    configuration.forEach(
        (name, value) -> {
          if (value != null) {
            String text = value instanceof Password password ? password.value() : value.toString();
            SecretParts.of(name.toString(), text).forEach(part -> add(found, part));
          }
        });
    found.addAll(known);
    List<String> longestFirst = new ArrayList<>(found);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    known = List.copyOf(longestFirst);
  }

  private static void add(Set<String> found, String part) {
    String secret = part.strip();
    if (secret.length() >= SHORTEST) {
      found.add(secret);
      found.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
      // A PEM key is quoted line by line.
      secret.lines().map(String::strip).filter(line -> line.length() > 16).forEach(found::add);
    }
  }

  /** The text without any secret. */
  public static String mask(String text) {
    String masked = text;
    for (String secret : known) {
      if (masked.contains(secret)) {
        masked = masked.replace(secret, MASK);
      }
    }
    return masked;
  }
}
