package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.ConsistencyCards;
import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each recipe learns a distribution, judged on samples that the engine makes of the export by the
 * card's own sampler: so training, export, card and samplers mean the same.
 */
class DenoiserRecipesTest {
  private static final PointDenoiser NETWORK = new PointDenoiser(Points.CLASSES);
  private static final int STEPS = 1500;
  private static final int BATCH = 128;
  private static final DenoiserOptions LEARNING =
      new DenoiserOptions(
          new Descent(new LearningRate(4e-3, 50), new WeightAverage(0.99), 1), 0.1, 0);

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource
  void ddpmLearnsWithEveryPredictionAndSchedule(
      PredictionType prediction, BetaSchedule schedule, LossWeight weight) throws IOException {
    Ddpm.Options options = new Ddpm.Options(LEARNING, prediction, schedule, weight);
    try (Ddpm ddpm = new Ddpm(NETWORK, options, 1)) {
      assertLearns(
          ddpm,
          ddpm.average(),
          subject -> DiffusionCards.ddpm(subject, NETWORK, prediction.inCard(), options.config()));
    }
  }

  static Stream<Arguments> ddpmLearnsWithEveryPredictionAndSchedule() {
    return Stream.of(
        Arguments.of(PredictionType.V, BetaSchedule.COSINE, LossWeight.PLAIN),
        Arguments.of(PredictionType.EPSILON, BetaSchedule.LINEAR, LossWeight.PLAIN),
        Arguments.of(PredictionType.EPSILON, BetaSchedule.COSINE, LossWeight.MIN_SNR),
        Arguments.of(PredictionType.X0, BetaSchedule.COSINE, LossWeight.MIN_SNR),
        Arguments.of(PredictionType.X0, BetaSchedule.SCALED_LINEAR, LossWeight.PLAIN));
  }

  @Test
  void theScoreOfAVariancePreservingSdeServesItsOwnSamplersAndThoseOfDiffusion()
      throws IOException {
    Sde sde = Sde.VariancePreserving.DEFAULT;
    try (ScoreSde score = new ScoreSde(NETWORK, new ScoreSde.Options(LEARNING, sde), 1);
        ServedPoints served =
            assertLearns(
                score,
                score.average(),
                subject -> DiffusionCards.variancePreserving(subject, NETWORK, sde.config()))) {
      assertThat(served.distance("sde-vp", 200)).isLessThan(0.03);
      assertThat(served.distance("ode-vp", 200)).isLessThan(0.03);
      assertThat(served.distance("ddim", 50)).isLessThan(0.03);
    }
  }

  @Test
  void theScoreOfAVarianceExplodingSdeServesItsOwnSamplersAndThoseOfEdm() throws IOException {
    Sde sde = Sde.VarianceExploding.DEFAULT;
    try (ScoreSde score = new ScoreSde(NETWORK, new ScoreSde.Options(LEARNING, sde), 1);
        ServedPoints served =
            assertLearns(
                score,
                score.average(),
                subject -> DiffusionCards.varianceExploding(subject, NETWORK, sde.config()))) {
      assertThat(served.distance("sde-ve", 200)).isLessThan(0.03);
      assertThat(served.distance("ode-ve", 200)).isLessThan(0.03);
      assertThat(served.distance("edm-euler", 50)).isLessThan(0.03);
    }
  }

  @ParameterizedTest
  @MethodSource
  void flowsLearn(FlowTimes times, double shift, Coupling coupling) throws IOException {
    FlowMatching.Options options = new FlowMatching.Options(LEARNING, times, shift, coupling);
    try (FlowMatching flow = new FlowMatching(NETWORK, options, 1);
        ServedPoints served =
            assertLearns(
                flow,
                flow.average(),
                subject -> DiffusionCards.flow(subject, NETWORK, options.config()))) {
      assertThat(served.distance("flow-heun", 10)).isLessThan(0.03);
    }
  }

  static Stream<Arguments> flowsLearn() {
    return Stream.of(
        Arguments.of(FlowTimes.LOGIT_NORMAL, 1.0, Coupling.INDEPENDENT),
        Arguments.of(FlowTimes.LOGIT_NORMAL, 1.5, Coupling.INDEPENDENT),
        Arguments.of(FlowTimes.UNIFORM, 1.0, Coupling.OPTIMAL_TRANSPORT));
  }

  /** Both classes at once are harder to learn: to a third. */
  @Test
  void aDenoiserWithoutConditionsLearnsToo() throws IOException {
    Denoiser network = new PointDenoiser(0);
    FlowMatching.Options options =
        new FlowMatching.Options(LEARNING, FlowTimes.UNIFORM, 1, Coupling.INDEPENDENT);
    Function<CardSubject, GeneratorCard> card =
        subject -> DiffusionCards.flow(subject, network, options.config());
    try (FlowMatching flow = new FlowMatching(network, options, 1);
        ServedPoints untrained =
            ServedPoints.open(directory.resolve("before"), network, flow.average(), card)) {
      Trainings.run(flow, new Points(false), STEPS, BATCH, directory);
      try (ServedPoints trained =
          ServedPoints.open(directory.resolve("after"), network, flow.average(), card)) {
        assertThat(trained.distance()).isLessThan(untrained.distance() / 3).isLessThan(0.06);
      }
    }
  }

  @Test
  void consistencyTrainingLearnsOneStep() throws IOException {
    DenoiserOptions learning =
        new DenoiserOptions(
            new Descent(new LearningRate(2e-3, 50), new WeightAverage(0.99), 1), 0, 0);
    ConsistencyTraining.Options options = new ConsistencyTraining.Options(learning, 10, 160);
    try (ConsistencyTraining training = new ConsistencyTraining(NETWORK, options, 1);
        ServedPoints served =
            assertLearns(
                training,
                training.average(),
                subject ->
                    ConsistencyCards.trained(subject, NETWORK, ConsistencyTraining.config()))) {
      assertThat(served.distance("consistency", 1)).isLessThan(0.1);
    }
  }

  @Test
  void consistencyDistillationLearnsOneStepFromATeacher() throws IOException {
    Ddpm.Options teaching =
        new Ddpm.Options(LEARNING, PredictionType.V, BetaSchedule.COSINE, LossWeight.PLAIN);
    try (Ddpm teacher = new Ddpm(NETWORK, teaching, 1)) {
      Trainings.run(teacher, new Points(true), STEPS, BATCH, directory.resolve("teacher"));
      DenoiserOptions learning =
          new DenoiserOptions(
              new Descent(new LearningRate(2e-3, 50), new WeightAverage(0.99), 1), 0, 0);
      ConsistencyDistillation.Options options =
          new ConsistencyDistillation.Options(learning, 10, 1);
      try (ConsistencyDistillation student =
          new ConsistencyDistillation(
              NETWORK, options, teacher.average().values(), teaching.config())) {
        assertLearns(
                student,
                student.average(),
                subject ->
                    ConsistencyCards.distilled(
                        subject, NETWORK, Prediction.V, teaching.config(), options.grid()))
            .close();
      }
    }
  }

  /** The distance of the samples to the data falls to a fifth or less, and is small. */
  private ServedPoints assertLearns(
      Recipe recipe, TorchWeights average, Function<CardSubject, GeneratorCard> card)
      throws IOException {
    double before;
    try (ServedPoints untrained =
        ServedPoints.open(directory.resolve("before"), NETWORK, average, card)) {
      before = untrained.distance();
    }
    Trainings.run(recipe, new Points(true), STEPS, BATCH, directory.resolve("checkpoints"));
    ServedPoints trained = ServedPoints.open(directory.resolve("after"), NETWORK, average, card);
    double after = trained.distance();
    assertThat(after).isLessThan(before / 5).isLessThan(0.05);
    return trained;
  }
}
