package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.features.FeatureFacts;
import dev.kiln.export.evaluate.measure.Confusion;
import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Report;
import dev.kiln.export.evaluate.report.Section;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.request.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts together what was asked, measured and seen. */
final class ImageReport {
  private final EvaluationPlan plan;
  private final GeneratorCard card;
  private final RealImages real;
  private final FeatureFacts features;

  ImageReport(EvaluationPlan plan, GeneratorCard card, RealImages real, FeatureFacts features) {
    this.plan = plan;
    this.card = card;
    this.real = real;
    this.features = features;
  }

  Report of(
      Provenance provenance,
      Machine machine,
      String dataOption,
      List<Metric> metrics,
      List<Section> sections,
      Confusion asked,
      Confusion onReal) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("generator", card.name());
    settings.put("version", card.version());
    settings.put("data", real.name());
    settings.put("realImages", real.all().count());
    settings.put("samples", plan.count());
    settings.put("compared", real.part());
    settings.put("seed", plan.seed());
    settings.put("sampler", provenance.sampler());
    settings.put("steps", provenance.steps());
    settings.put("guidance", provenance.guidance());
    settings.put("features", features.sentence());
    settings.put("machine", machine.sentence());
    return new Report(
        String.format(
            Locale.ROOT,
            "%s/%s (%s, %d steps, guidance %s) against %s",
            card.name(),
            card.version(),
            provenance.sampler(),
            provenance.steps(),
            provenance.guidance(),
            real.name()),
        settings,
        metrics,
        Map.of("classes", classes(asked, onReal)),
        sections,
        scores(metrics, provenance, command(dataOption)),
        notes(),
        command(dataOption));
  }

  private static List<Map<String, Object>> classes(Confusion asked, Confusion onReal) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < asked.classes().size(); c++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("label", asked.classes().get(c));
      row.put("samples", asked.asked(c));
      row.put("correct", asked.counts()[c][c]);
      row.put("realAccuracy", onReal.accuracy(c));
      row.put("mistakenFor", asked.mistakes(c));
      rows.add(row);
    }
    return rows;
  }

  /** The figures of quality that were measured here; costs belong to this machine. */
  private List<Score> scores(List<Metric> metrics, Provenance provenance, String command) {
    List<Score> scores = new ArrayList<>();
    for (Metric metric : metrics) {
      if (!ImageMetrics.NOT_KEPT.contains(metric.name()) && Double.isFinite(metric.value())) {
        String real = metric.floor() == null ? "" : "; real data score " + metric.floor();
        scores.add(
            new Score(
                metric.name(),
                metric.value(),
                plan.count(),
                provenance.sampler(),
                provenance.steps(),
                provenance.guidance(),
                plan.seed(),
                "against " + this.real.name() + ", " + features.sentence() + real,
                command));
      }
    }
    return scores;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (real.part() < plan.count()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Distances, precision, recall, density and coverage use %,d of the %,d samples: half of the real images"
                  + " is all that they can be held against.",
              real.part(),
              plan.count()));
    }
    if (real.part() < 2 * features.features()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d images are few for a covariance of %d features: the Fréchet distance is too large by far; take more.",
              real.part(),
              features.features()));
    }
    if (!features.data().equals(real.name())) {
      notes.add(
          "The features were learned from " + features.data() + ", not from " + real.name() + ".");
    }
    String trained = card.training() == null ? "" : card.training().path("data").asText();
    if (!trained.isEmpty() && !trained.equals(real.name())) {
      notes.add(
          "The card says that the generator learned from "
              + trained
              + "; nearest images are looked for in "
              + real.name()
              + ", so they do not show what it memorised.");
    }
    return notes;
  }

  private String command(String dataOption) {
    StringBuilder command =
        new StringBuilder("./kiln evaluate " + card.name() + "/" + card.version());
    command.append(" --data ").append(dataOption);
    command.append(" --count ").append(plan.count()).append(" --seed ").append(plan.seed());
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
}
