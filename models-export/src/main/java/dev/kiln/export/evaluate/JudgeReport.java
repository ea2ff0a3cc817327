package dev.kiln.export.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.request.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a judge found in a generator's samples. */
public final class JudgeReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The name of the score in a card. */
  public static final String CLASS_ACCURACY = "class-accuracy";

  private final Provenance provenance;
  private final EvaluationPlan plan;
  private final List<String> classes;
  private final int[][] confusion;
  private final double seconds;

  /**
   * A report.
   *
   * @param provenance how the samples were made
   * @param plan what was asked for
   * @param classes the classes' names
   * @param confusion how often a class that was asked for (row) was named as another (column)
   * @param seconds how long making and judging took
   */
  JudgeReport(
      Provenance provenance,
      EvaluationPlan plan,
      List<String> classes,
      int[][] confusion,
      double seconds) {
    this.provenance = provenance;
    this.plan = plan;
    this.classes = classes;
    this.confusion = confusion;
    this.seconds = seconds;
  }

  /** The generator's name. */
  public String generator() {
    return provenance.generator();
  }

  /** The generator's version. */
  public String version() {
    return provenance.version();
  }

  /** How many samples there were. */
  public int count() {
    return Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
  }

  /** In how many of them the judge found the class that was asked for. */
  public int correct() {
    int correct = 0;
    for (int c = 0; c < confusion.length; c++) {
      correct += confusion[c][c];
    }
    return correct;
  }

  /** The share of samples in which the judge found the class that was asked for. */
  public double accuracy() {
    return (double) correct() / count();
  }

  /** The command that reproduces this report. */
  public String command() {
    StringBuilder command = new StringBuilder("./kiln evaluate " + provenance.generator());
    command.append(" --count ").append(count()).append(" --seed ").append(plan.seed());
    if (plan.sampler() != null) {
      command.append(" --sampler ").append(plan.sampler());
    }
    if (plan.steps() != null) {
      command.append(" --steps ").append(plan.steps());
    }
    if (plan.guidance() != null) {
      command.append(" --guidance ").append(plan.guidance());
    }
    return command.toString();
  }

  /** The score as a card holds it. */
  public Score score(JudgeFacts judge) {
    return new Score(
        CLASS_ACCURACY,
        accuracy(),
        count(),
        provenance.sampler(),
        provenance.steps(),
        provenance.guidance(),
        plan.seed(),
        judge.description(),
        command());
  }

  /** A table for people: a line a class, and the total. */
  public String table() {
    StringBuilder table = new StringBuilder();
    line(
        table,
        "%s/%s: %d samples, seed %d, sampler %s, %d steps, guidance %s, %.1f s",
        provenance.generator(),
        provenance.version(),
        count(),
        plan.seed(),
        provenance.sampler(),
        provenance.steps(),
        provenance.guidance(),
        seconds);
    line(table, "%-6s %8s %8s %9s  %s", "class", "samples", "found", "accuracy", "mistaken for");
    for (int c = 0; c < confusion.length; c++) {
      int asked = Arrays.stream(confusion[c]).sum();
      line(
          table,
          "%-6s %8d %8d %8.1f%%  %s",
          classes.get(c),
          asked,
          confusion[c][c],
          100.0 * confusion[c][c] / Math.max(1, asked),
          mistakes(c));
    }
    line(table, "%-6s %8d %8d %8.1f%%", "all", count(), correct(), 100 * accuracy());
    return table.toString();
  }

  private static void line(StringBuilder table, String format, Object... values) {
    table.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private String mistakes(int asked) {
    List<String> mistakes = new ArrayList<>();
    mistakenFor(asked).forEach((name, times) -> mistakes.add(name + " (" + times + ")"));
    return String.join(", ", mistakes);
  }

  private Map<String, Integer> mistakenFor(int asked) {
    Map<String, Integer> mistakes = new LinkedHashMap<>();
    for (int found = 0; found < confusion.length; found++) {
      if (found != asked && confusion[asked][found] > 0) {
        mistakes.put(classes.get(found), confusion[asked][found]);
      }
    }
    return mistakes;
  }

  /** One line of JSON. */
  public String json(JudgeFacts judge) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < confusion.length; c++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("label", classes.get(c));
      row.put("samples", Arrays.stream(confusion[c]).sum());
      row.put("correct", confusion[c][c]);
      row.put("mistakenFor", mistakenFor(c));
      rows.add(row);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("generator", provenance.generator());
    report.put("version", provenance.version());
    report.put("samples", count());
    report.put("correct", correct());
    report.put("accuracy", accuracy());
    report.put("seed", plan.seed());
    report.put("sampler", provenance.sampler());
    report.put("steps", provenance.steps());
    report.put("guidance", provenance.guidance());
    report.put("seconds", seconds);
    report.put("judge", judge.description());
    report.put("classes", rows);
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }
}
