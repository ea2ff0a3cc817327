package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with a generator that takes a prompt, each said in one sentence. */
class DamagedPromptTest {

  @TempDir private Path models;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "tokenizer": "words"     | "tokenizer": "bpe"       | text.tokenizer must be "words", was "bpe"
          "length": 4              | "length": 5              | encoder.onnx: input tokens is 4, but text.length is 5
          "length": 4              | "length": 2              | text.length must be between 3 and 4096, was 2
          "end": "<end>",          | "end": "<eos>",          | words.txt is no vocabulary: it lacks the token "<eos>" of the card
          "kind": "text", "req     | "kind": "row", "req      | a text says how it becomes numbers (text), and nothing else does
          "text": "text"}          | "prompt": "text"}        | denoiser.onnx must take prompt as LONG, it takes FLOAT
          "text": "text"}          | "words": "text"}         | names "words", which is neither sample, timestep, latent, known, mask, a condition nor encoded
          "output": "text",        | "output": "prompt",      | stage encoder.onnx encodes to "prompt", a name that is taken
          "words.txt": "%words",   | ` `                      | files must give the sha256 of words.txt, found null
          """)
  void isSaid(String target, String replacement, String problem) throws Exception {
    assertThat(TestGenerators.PROMPTED).contains(target);
    TestGenerators.writePrompted(
        models, TestGenerators.WORDS, TestGenerators.PROMPTED.replace(target, replacement));

    assertProblem(problem);
  }

  @Test
  void aVocabularyThatIsAnother() throws Exception {
    TestGenerators.writePrompted(models);
    Files.writeString(models.resolve("tiny-text/1/words.txt"), "<pad>\n");

    assertProblem("words.txt has sha256 ");
  }

  @Test
  void aVocabularyThatNamesAWordTwice() throws Exception {
    TestGenerators.writePrompted(models, TestGenerators.WORDS + "red\n", TestGenerators.PROMPTED);

    assertProblem("words.txt is no vocabulary: each line must hold another token, line 8 holds");
  }

  @Test
  void encodingAfterTheSampleIsMade() throws Exception {
    String encode =
        "{\"kind\": \"encode\", \"network\": \"encoder.onnx\",\n"
            + "    \"inputs\": {\"prompt\": \"tokens\"}, \"output\": \"text\", \"scheduler\": null}";
    String guidance = "\"guidance\": {\"kind\": \"classifier-free\", \"max\": 20.0}}";
    assertThat(TestGenerators.PROMPTED).contains(encode + ",", guidance);
    String card =
        TestGenerators.PROMPTED
            .replace(encode + ",", "")
            .replace(guidance, guidance + ", " + encode);
    TestGenerators.writePrompted(models, TestGenerators.WORDS, card);

    assertProblem("stage encoder.onnx encodes, so it must come before those that do not");
  }

  private void assertProblem(String problem) throws Exception {
    try (Engine engine = Engine.open(models)) {
      assertThat(engine.generators()).isEmpty();
      assertThat(engine.problems())
          .singleElement()
          .asString()
          .contains(problem)
          .doesNotContain("\n");
    }
  }
}
