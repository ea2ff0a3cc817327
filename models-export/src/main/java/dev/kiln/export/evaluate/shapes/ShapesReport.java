package dev.kiln.export.evaluate.shapes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.request.Provenance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a generator of captioned shapes did. */
public final class ShapesReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JUDGE =
      "a rule that reads the pixels: forms, colours, number and relation as asked";

  private final Provenance provenance;
  private final EvaluationPlan plan;
  private final Tally tally;
  private final double seconds;

  ShapesReport(Provenance provenance, EvaluationPlan plan, Tally tally, double seconds) {
    this.provenance = provenance;
    this.plan = plan;
    this.tally = tally;
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

  /** The share of one-thing or two-thing prompts with the right forms, colours and relation. */
  public double accuracy(int things) {
    return tally.things(things).accuracy();
  }

  /** The scores as a card holds them. */
  public List<Score> scores() {
    return List.of(score("one-shape-accuracy", 1), score("two-shape-accuracy", 2));
  }

  private Score score(String name, int things) {
    return new Score(
        name,
        accuracy(things),
        tally.things(things).asked(),
        provenance.sampler(),
        provenance.steps(),
        provenance.guidance(),
        plan.seed(),
        JUDGE,
        "./kiln evaluate "
            + provenance.generator()
            + " --count "
            + tally.all().asked()
            + " --seed "
            + plan.seed());
  }

  /** The scores in one sentence. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "right forms, colours and relation in %s of prompts for one shape and %s of those for two",
        tally.things(1),
        tally.things(2));
  }

  /** A table for people. */
  public String table() {
    StringBuilder table = new StringBuilder();
    line(
        table,
        "%s/%s: %d prompts, seed %d, sampler %s, %d steps, guidance %s, %.1f s",
        provenance.generator(),
        provenance.version(),
        tally.all().asked(),
        plan.seed(),
        provenance.sampler(),
        provenance.steps(),
        provenance.guidance(),
        seconds);
    line(table, "right forms, colours, number and relation; in the last column sizes as well");
    line(table, "%-10s  %-18s %-18s %-18s %s", "", "seen", "never seen", "all", "with sizes");
    for (int things = 1; things <= 2; things++) {
      Tally.Cell all = tally.things(things);
      line(
          table,
          "%-10s  %-18s %-18s %-18s %.1f%%",
          things == 1 ? "one shape" : "two shapes",
          tally.cell(things, false),
          tally.cell(things, true),
          all,
          100 * all.exactAccuracy());
    }
    return table.toString();
  }

  private static void line(StringBuilder table, String format, Object... values) {
    table.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  /** One line of JSON. */
  public String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("generator", provenance.generator());
    report.put("version", provenance.version());
    report.put("prompts", tally.all().asked());
    report.put("seed", plan.seed());
    report.put("sampler", provenance.sampler());
    report.put("steps", provenance.steps());
    report.put("guidance", provenance.guidance());
    report.put("seconds", seconds);
    report.put("judge", JUDGE);
    for (int things = 1; things <= 2; things++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("all", cell(tally.things(things)));
      row.put("seen", cell(tally.cell(things, false)));
      row.put("neverSeen", cell(tally.cell(things, true)));
      report.put(things == 1 ? "oneShape" : "twoShapes", row);
    }
    try {
      return JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }

  private static Map<String, Object> cell(Tally.Cell cell) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("prompts", cell.asked());
    values.put("right", cell.right());
    values.put("accuracy", cell.accuracy());
    values.put("accuracyWithSizes", cell.exactAccuracy());
    return values;
  }
}
