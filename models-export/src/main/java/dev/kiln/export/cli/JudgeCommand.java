package dev.kiln.export.cli;

import dev.kiln.export.data.Distortion;
import dev.kiln.export.data.DrawnDigits;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.Split;
import dev.kiln.export.evaluate.Judge;
import dev.kiln.export.evaluate.JudgeExam;
import dev.kiln.export.evaluate.JudgeFacts;
import dev.kiln.export.evaluate.JudgeFiles;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.ParityGate;
import dev.kiln.export.nets.Classifier;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.recipe.Classification;
import dev.kiln.export.recipe.Preview;
import dev.kiln.export.recipe.TrainingLoop;
import dev.kiln.export.recipe.TrainingProgress;
import dev.kiln.export.recipe.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the judge. */
@Command(
    name = "judge",
    description = {
      "Trains the classifier that judges generators, on drawn digits in typefaces that no generator learns from.",
      "It is examined on typefaces that it never saw either, and on an IDX data set if one is named."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  ./kiln train judge --out judge"},
    sortOptions = false)
final class JudgeCommand implements Callable<Integer> {
  private static final int EXAM = 10_000;
  private static final long SEEDS_APART = 1_000;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where judge.onnx and judge.json go.")
  Path out = Path.of("");

  @Option(
      names = "--exam",
      paramLabel = "idx:IMAGES,LABELS",
      description = "A data set to examine it on as well, such as MNIST's test digits.")
  @Nullable String exam;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "128000",
      description = "How many images to train on; each is seen once. Default: ${DEFAULT-VALUE}.")
  int images = 128_000;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the weights and of the digits. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "Threads for PyTorch. Default: ${DEFAULT-VALUE}.")
  int threads = 2;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      defaultValue = "checkpoints/judge",
      description = "Where checkpoints are kept. Default: ${DEFAULT-VALUE}.")
  Path checkpoints = Path.of("checkpoints/judge");

  @Option(names = "--resume", description = "Go on from the newest checkpoint, if there is one.")
  boolean resume;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Threads.use(threads);
    PrintWriter lines = spec.commandLine().getOut();
    TrainingSettings settings =
        new TrainingSettings(
            seed, images, Duration.ofDays(365), 64, checkpoints, Duration.ofMinutes(3), resume);
    LabelledImages data = DrawnDigits.of(seed + SEEDS_APART, images, Split.JUDGE, Distortion.HEAVY);
    Classifier network = Classifier.digits();
    try (Classification training = new Classification(network, seed)) {
      TrainingProgress progress =
          new TrainingLoop(
                  training, data, settings, Preview.NONE, ProgressView.on(lines), System::nanoTime)
              .run();
      byte[] model = OnnxModel.bytes(network, training.average().values());
      double parity = ParityGate.check(network, training.average(), model);
      JudgeFacts facts =
          new JudgeFacts(
              "a classifier of "
                  + training.average().size()
                  + " parameters, trained on drawn digits in typefaces that no generator learns from",
              "drawn digits, split JUDGE, distorted heavily, with noise",
              seed,
              progress.images(),
              training.average().size(),
              Math.round(progress.seconds() / 36) / 100.0,
              CodeVersion.describe(),
              "./kiln train judge --images "
                  + images
                  + " --seed "
                  + seed
                  + " --out "
                  + out.getFileName(),
              parity,
              List.of());
      JudgeFacts examined = facts.with(exams(model, facts));
      JudgeFiles.write(out, model, examined);
      examined.exams().forEach(e -> print(lines, sentence(e)));
      print(
          lines,
          String.format(
              Locale.ROOT,
              "wrote %s: %d bytes, PyTorch and ONNX Runtime differ by at most %.1e",
              out,
              model.length,
              parity));
    }
    return 0;
  }

  private List<JudgeFacts.Exam> exams(byte[] model, JudgeFacts facts) throws IOException {
    List<JudgeFacts.Exam> exams = new ArrayList<>();
    try (Judge judge = JudgeFiles.open(model, facts)) {
      exams.add(
          JudgeExam.take(
              judge,
              "drawn digits in faces that nothing trains on",
              DrawnDigits.of(seed + 2 * SEEDS_APART, EXAM, Split.HELD_OUT)));
      exams.add(
          JudgeExam.take(
              judge,
              "drawn digits in the generators' faces",
              DrawnDigits.of(seed + 2 * SEEDS_APART, EXAM, Split.TRAIN)));
      if (exam != null) {
        TrainingData named = TrainingData.open(exam, seed);
        exams.add(JudgeExam.take(judge, named.name(), named.images()));
      }
    }
    return exams;
  }

  private static String sentence(JudgeFacts.Exam exam) {
    return String.format(
        Locale.ROOT,
        "finds %d of %d (%.2f%%) of %s",
        exam.correct(),
        exam.images(),
        100 * exam.accuracy(),
        exam.data());
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
