package dev.kiln.connect.files;

import dev.kiln.generation.card.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a sample's file: a path below the sink's directory with {@code {variables}}. Pure; a
 * record has the same path whenever and wherever it is written, and no value can leave the
 * directory.
 */
final class PathTemplate {

  /** What comes from the record's place and time, and from the file's format. */
  static final Set<String> OF_THE_RECORD =
      Set.of("topic", "partition", "offset", "key", "year", "month", "day", "hour", "ext");

  /** What comes from the sample. */
  static final Set<String> OF_THE_SAMPLE =
      Set.of("generator", "version", "label", "prompt", "seed", "index", "requestId");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._/~+=@ -]*");
  private static final String ABSENT = "none";
  private static final int LONGEST = 100;

  private final String template;
  private final Set<String> variables = new LinkedHashSet<>();

  /**
   * @throws IllegalArgumentException in one sentence, if it is no template
   */
  PathTemplate(String template) {
    this.template = template;
    Matcher matcher = VARIABLE.matcher(template);
    while (matcher.find()) {
      variables.add(matcher.group(1));
    }
    Set<String> known = new TreeSet<>(OF_THE_RECORD);
    known.addAll(OF_THE_SAMPLE);
    for (String variable : variables) {
      if (!known.contains(variable)) {
        throw new IllegalArgumentException(
            "has a variable {" + variable + "}, there are " + String.join(", ", known));
      }
    }
    String plain = VARIABLE.matcher(template).replaceAll("x");
    if (!LITERAL.matcher(plain).matches()
        || plain.startsWith("/")
        || plain.endsWith("/")
        || plain.isBlank()
        || plain.contains("//")
        || List.of(plain.split("/", -1)).stream().anyMatch(part -> part.startsWith("."))) {
      throw new IllegalArgumentException(
          "must be a path below the directory, of letters, digits, . _ ~ + = @ - and variables in"
              + " braces, and no part of it may begin with a dot");
    }
  }

  /** The variables that it has. */
  Set<String> variables() {
    return Set.copyOf(variables);
  }

  /** Whether two samples of a partition could share a name. */
  boolean tellsOffsetsApart() {
    return variables.containsAll(Set.of("partition", "offset"));
  }

  /** Whether two samples of all requests could share a name. */
  boolean tellsSamplesApart() {
    return variables.containsAll(Set.of("requestId", "index"));
  }

  /**
   * The path.
   *
   * @param values what a variable stands for; absent ones stand for "none"
   */
  String path(UnaryOperator<@Nullable String> values) {
    return VARIABLE
        .matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(safe(values.apply(m.group(1)))));
  }

  /** The parts of a time that the template can have, in UTC. */
  static @Nullable String time(String variable, @Nullable Long millis) {
    if (millis == null) {
      return null;
    }
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
    return Map.of(
            "year", "%04d".formatted(time.getYear()),
            "month", "%02d".formatted(time.getMonthValue()),
            "day", "%02d".formatted(time.getDayOfMonth()),
            "hour", "%02d".formatted(time.getHour()))
        .get(variable);
  }

  /** Different values stay different: what a name cannot hold becomes %XX, a long one a hash. */
  static String safe(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return ABSENT;
    }
    var name = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || (c == '.' && !name.isEmpty());
      if (plain) {
        name.append(c);
      } else {
        name.append("%%%02X".formatted((int) c));
      }
    }
    return name.length() <= LONGEST
        ? name.toString()
        : name.substring(0, LONGEST - 20)
            + "~"
            + Sha256.hex(value.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
