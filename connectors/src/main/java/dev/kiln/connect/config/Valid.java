package dev.kiln.connect.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Validators of single settings, each of which can say what it allows. */
public final class Valid {

  private static final String TOPIC = "[a-zA-Z0-9._-]{1,249}";

  private Valid() {}

  /** A directory that is there and can be read. */
  public static ConfigDef.Validator readableDirectory() {
    return rule("a directory that exists and can be read", Valid::isReadableDirectory);
  }

  /** The name of a topic. */
  public static ConfigDef.Validator topic() {
    return rule(
        "a topic's name: 1 to 249 letters, digits, dots, underscores and hyphens",
        value -> value.matches(TOPIC) && !value.equals(".") && !value.equals(".."));
  }

  /** The name of a topic, or nothing. */
  public static ConfigDef.Validator topicOrEmpty() {
    return rule(
        "empty, or a topic's name: 1 to 249 letters, digits, dots, underscores and hyphens",
        value -> value.isEmpty() || value.matches(TOPIC));
  }

  /** Something that is not blank. */
  public static ConfigDef.Validator notBlank() {
    return rule("not blank", value -> !value.isBlank());
  }

  /** A number that is finite and not negative. */
  public static ConfigDef.Validator notNegative() {
    return new Rule<Number>(
        "a number that is at least 0",
        value -> value.doubleValue() >= 0 && Double.isFinite(value.doubleValue()),
        Number.class::cast);
  }

  /** One of an enum's constants, in lower case. */
  public static <E extends Enum<E>> ConfigDef.Validator oneOf(Class<E> type) {
    return ConfigDef.ValidString.in(spellings(type).toArray(new String[0]));
  }

  /** The constants of an enum as settings write them. */
  public static <E extends Enum<E>> List<String> spellings(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Valid::spelling).toList();
  }

  /** An enum's constant as settings write it. */
  public static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A text for which a predicate holds. */
  public static ConfigDef.Validator rule(String allowed, Predicate<String> holds) {
    return new Rule<>(allowed, holds, String::valueOf);
  }

  private static boolean isReadableDirectory(String value) {
    Path path = path(value);
    return path != null && Files.isDirectory(path) && Files.isReadable(path);
  }

  /** Whether a directory can be written to, or can be made. */
  public static boolean isWritable(Path directory) {
    Path path = directory.toAbsolutePath();
    while (path != null && !Files.exists(path)) {
      path = path.getParent();
    }
    return path != null && Files.isDirectory(path) && Files.isWritable(path);
  }

  private static @Nullable Path path(String value) {
    try {
      return value.isBlank() ? null : Path.of(value);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** A rule in words and as code; null is left to "missing required configuration". */
  private record Rule<T>(String allowed, Predicate<T> holds, Function<Object, T> cast)
      implements ConfigDef.Validator {

    @Override
    public void ensureValid(String name, @Nullable Object value) {
      if (value != null && !holds.test(cast.apply(value))) {
        throw new SettingException(name, value, "must be " + allowed);
      }
    }

    @Override
    public String toString() {
      return allowed;
    }
  }
}
