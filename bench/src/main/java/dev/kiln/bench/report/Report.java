package dev.kiln.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a bench prints: progress while it runs, a table of its figures, and one line of JSON last.
 * For one thread.
 */
public final class Report {

  private final PrintWriter out;
  private final boolean onlyJson;
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

  /**
   * @param question which bench it is
   * @param onlyJson whether nothing but the line of JSON is printed
   */
  public Report(String question, PrintWriter out, boolean onlyJson) {
    this.out = out;
    this.onlyJson = onlyJson;
    json.put("bench", question);
    json.put("cores", Runtime.getRuntime().availableProcessors());
    json.put("loadBefore", load());
  }

  /** The machine's load average of the last minute; the figures are as good as it is low. */
  private static double load() {
    return Figures.rounded(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** A sentence for people. */
  public void say(String line) {
    if (!onlyJson) {
      out.println(line);
      out.flush();
    }
  }

  /** A sentence with numbers in it, formatted without regard to where the reader lives. */
  public void say(String format, Object... values) {
    say(String.format(Locale.ROOT, format, values));
  }

  /** A fact about the run, for the line of JSON. */
  public void fact(String name, Object value) {
    json.put(name, value);
  }

  /** What a round measured. */
  public void measured(String figure, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException(
          "too little was measured for " + figure + "; let a round take longer with --seconds");
    }
    rounds.computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
  }

  /** A figure over the rounds so far. */
  public Figures figures(String figure) {
    return new Figures(rounds.getOrDefault(figure, List.of()));
  }

  /** Prints the table and the line of JSON. */
  public void finish() {
    say("");
    rounds.forEach((name, values) -> say("%-44s %s", name, new Figures(values)));
    json.put("loadAfter", load());
    Map<String, Object> figures = new LinkedHashMap<>();
    rounds.forEach((name, values) -> figures.put(name, new Figures(values).json()));
    json.put("rounds", rounds.values().stream().mapToInt(List::size).max().orElse(0));
    json.put("figures", figures);
    try {
      out.println(new ObjectMapper().writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the figures are always JSON", e);
    }
    out.flush();
  }
}
