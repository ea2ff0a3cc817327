package dev.kiln.streams.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus' text format, version 0.0.4, as its documentation has it, and refuses what is
 * not: samples of one family together, after their HELP and TYPE, none twice; buckets that rise and
 * end with +Inf, where the count stands.
 */
final class PrometheusText {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (NaN|[+-]Inf|[-+0-9.eE]+)(?: (-?[0-9]+))?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\n\"])*)\",?");

  /** Each family's type. */
  final Map<String, String> types = new LinkedHashMap<>();

  /** Each series, as it stands there, and its value. */
  final Map<String, Double> samples = new LinkedHashMap<>();

  private final Map<String, Map<Double, Double>> buckets = new LinkedHashMap<>();
  private final Set<String> helped = new HashSet<>();
  private String family = "";

  private PrometheusText() {}

  static PrometheusText parse(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line does not end");
    }
    PrometheusText parsed = new PrometheusText();
    text.lines().filter(line -> !line.isEmpty()).forEach(parsed::line);
    parsed.checkBuckets();
    return parsed;
  }

  /** The value of a series; null where there is none. */
  @Nullable Double value(String series) {
    return samples.get(series);
  }

  /** The sum over all series of a name. */
  double sum(String name) {
    return samples.entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private void line(String line) {
    if (line.startsWith("# HELP ")) {
      begin(line.split(" ", 4)[2]);
      require(helped.add(family), line);
    } else if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ", 4);
      if (!words[2].equals(family)) {
        begin(words[2]);
      }
      require(
          Set.of("counter", "gauge", "histogram", "summary", "untyped").contains(words[3]), line);
      require(types.put(family, words[3]) == null, line);
    } else {
      require(!line.startsWith("#"), line);
      sample(line);
    }
  }

  private void begin(String name) {
    require(!types.containsKey(name), "the family " + name + " stands in two places");
    family = name;
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    require(sample.matches(), line);
    String name = sample.group(1);
    String type = types.get(family);
    boolean ofFamily =
        name.equals(family)
            || (type != null
                && Set.of("histogram", "summary").contains(type)
                && name.replaceFirst("_(bucket|sum|count)$", "").equals(family));
    require(ofFamily, line);
    Map<String, String> labels = labels(sample.group(2), line);
    double value = number(sample.group(3));
    String series = line.substring(0, line.lastIndexOf(' '));
    require(samples.put(series, value) == null, line);
    String le = labels.remove("le");
    if (le != null) {
      buckets.computeIfAbsent(family + labels, any -> new TreeMap<>()).put(number(le), value);
    } else if ("histogram".equals(type) && name.endsWith("_count")) {
      Map<Double, Double> of = buckets.get(family + labels);
      require(of != null && Objects.equals(of.get(Double.POSITIVE_INFINITY), value), line);
    }
  }

  private static Map<String, String> labels(@Nullable String text, String line) {
    Map<String, String> labels = new TreeMap<>();
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      int end = 0;
      while (label.find() && label.start() == end) {
        require(labels.put(label.group(1), label.group(2)) == null, line);
        end = label.end();
      }
      require(end == text.length(), line);
    }
    return labels;
  }

  private void checkBuckets() {
    buckets.forEach(
        (series, counts) -> {
          double before = 0;
          for (double count : counts.values()) {
            require(count >= before, series + ": a bucket holds fewer than the one below it");
            before = count;
          }
          require(counts.containsKey(Double.POSITIVE_INFINITY), series + " has no +Inf");
        });
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void require(boolean holds, String line) {
    if (!holds) {
      throw new IllegalArgumentException("not in Prometheus' format: " + line);
    }
  }
}
