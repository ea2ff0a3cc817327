package dev.kiln.export.evaluate.table;

import dev.kiln.export.data.table.Table;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.SampleMaker;
import dev.kiln.export.evaluate.SampleSet;
import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Report;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.row.RowCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures a generator of rows against real rows, some of which it learned from and some of which
 * it never saw.
 */
public final class TableEvaluation {
  /** The name of the figure that says how far the columns lie from real ones. */
  public static final String COLUMNS = TableMetrics.COLUMNS;

  private static final int FEWEST = 50;

  private final Engine engine;
  private final LongSupplier nanoClock;
  private final Progress progress;

  /**
   * @param engine the caller's to close
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public TableEvaluation(Engine engine, LongSupplier nanoClock, Progress progress) {
    this.engine = engine;
    this.nanoClock = nanoClock;
    this.progress = progress;
  }

  /**
   * Makes and measures the rows.
   *
   * @throws IllegalArgumentException if there is no such generator, it makes something else, there
   *     is no such target, or there are too few rows to measure anything
   * @throws IOException if the engine fails
   */
  public Report run(TablePlan plan) throws IOException {
    GeneratorCard card =
        SampleMaker.card(engine, plan.samples().generator(), plan.samples().version());
    if (card.sample().kind() != SampleKind.ROW) {
      throw new IllegalArgumentException(
          card.name() + " makes no rows; " + plan.learned().name() + " is a table");
    }
    if (Math.min(plan.samples().count(), plan.heldOut().size()) < FEWEST) {
      throw new IllegalArgumentException(
          "a comparison needs at least %d samples and %d held-out rows, there are %d and %d"
              .formatted(FEWEST, FEWEST, plan.samples().count(), plan.heldOut().size()));
    }
    List<ColumnSpec> targets = targets(plan, card.sample().columns());
    SampleSet set =
        new SampleMaker(engine, nanoClock)
            .make(plan.samples(), card, null, new int[] {plan.samples().count()}, progress);
    RowCodec codec = RowCodec.of(card.sample());
    List<Map<String, @Nullable Object>> rows =
        set.samples().stream().map(sample -> codec.decode(sample.values(), 0)).toList();
    Table made = Table.of(card.name(), card.sample().columns(), rows);
    TableFindings found =
        TableFindings.of(
            plan.heldOut(), plan.learned(), made, targets, plan.samples().seed(), progress);
    List<Metric> metrics = new ArrayList<>(TableMetrics.of(found));
    metrics.add(
        new Metric(
            "seconds-per-1000",
            "Time for 1,000 rows",
            set.seconds() * 1000 / rows.size(),
            null,
            Metric.Better.FACT,
            Metric.Unit.SECONDS,
            "On this machine, in the engine, batched."));
    return report(plan, card, set.provenance(), metrics, found);
  }

  private static List<ColumnSpec> targets(TablePlan plan, List<ColumnSpec> columns) {
    List<String> names = plan.targets();
    if (names == null) {
      return columns;
    }
    List<ColumnSpec> targets = new ArrayList<>();
    for (String name : names) {
      targets.add(
          columns.stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no column \""
                              + name
                              + "\" to predict, there are "
                              + String.join(
                                  ", ", columns.stream().map(ColumnSpec::name).toList()))));
    }
    return targets;
  }

  private static Report report(
      TablePlan plan,
      GeneratorCard card,
      Provenance made,
      List<Metric> metrics,
      TableFindings found) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("generator", card.name());
    settings.put("version", card.version());
    settings.put("data", plan.learned().name());
    settings.put("learnedRows", plan.learned().size());
    settings.put("heldOutRows", plan.heldOut().size());
    settings.put("samples", plan.samples().count());
    settings.put("seed", plan.samples().seed());
    settings.put("sampler", made.sampler());
    settings.put("steps", made.steps());
    String command = command(plan);
    return new Report(
        String.format(
            Locale.ROOT,
            "%s/%s (%s, %d %s) against %s",
            card.name(),
            card.version(),
            made.sampler(),
            made.steps(),
            made.steps() == 1 ? "step" : "steps",
            plan.learned().name()),
        settings,
        metrics,
        details(found),
        TableSections.of(found),
        scores(plan, made, metrics, command),
        List.of(
            "Real data: the rows that the generator learned from, held against the same held-out rows; what a perfect"
                + " generator would score."),
        command);
  }

  private static Map<String, Object> details(TableFindings found) {
    Map<String, Object> columns = new LinkedHashMap<>();
    List<ColumnSpec> specs = found.made().columns();
    for (int i = 0; i < specs.size(); i++) {
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("distance", found.distances()[i]);
      column.put("floor", found.floors()[i]);
      column.put("missing", Values.missing(specs.get(i), found.made().rows()));
      column.put("missingReal", Values.missing(specs.get(i), found.heldOut().rows()));
      columns.put(specs.get(i).name(), column);
    }
    Map<String, Object> models = new LinkedHashMap<>();
    for (TargetScore target : found.targets()) {
      models.put(
          target.column().name(),
          Map.of(
              "measure",
              target.measure(),
              "trainedOnSamples",
              target.synthetic(),
              "trainedOnReal",
              target.real()));
    }
    return Map.of("columns", columns, "models", models);
  }

  private static List<Score> scores(
      TablePlan plan, Provenance made, List<Metric> metrics, String command) {
    List<String> kept =
        List.of(
            TableMetrics.SYNTHETIC, TableMetrics.RATIO, TableMetrics.COLUMNS, TableMetrics.PAIRS);
    return metrics.stream()
        .filter(metric -> kept.contains(metric.name()) && Double.isFinite(metric.value()))
        .map(
            metric ->
                new Score(
                    metric.name(),
                    metric.value(),
                    plan.samples().count(),
                    made.sampler(),
                    made.steps(),
                    made.guidance(),
                    plan.samples().seed(),
                    plan.heldOut().size() + " held-out rows of " + plan.heldOut().name(),
                    command))
        .toList();
  }

  private static String command(TablePlan plan) {
    StringBuilder command =
        new StringBuilder("./kiln evaluate ")
            .append(plan.samples().generator())
            .append(" --data ")
            .append(plan.dataOption());
    List<String> targets = plan.targets();
    if (targets != null && targets.size() == 1) {
      command.append(" --target \"").append(targets.get(0)).append('"');
    }
    command.append(" --count ").append(plan.samples().count());
    command.append(" --seed ").append(plan.samples().seed());
    if (plan.samples().sampler() != null) {
      command.append(" --sampler ").append(plan.samples().sampler());
    }
    if (plan.samples().steps() != null) {
      command.append(" --steps ").append(plan.samples().steps());
    }
    return command.toString();
  }
}
