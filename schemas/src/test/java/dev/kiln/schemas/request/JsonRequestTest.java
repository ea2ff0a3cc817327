package dev.kiln.schemas.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.request.DecodeResult.Decoded;
import dev.kiln.schemas.request.DecodeResult.Undecodable;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a person types them. */
class JsonRequestTest {
  private final RequestDecoder decoder = new RequestDecoder(SchemaSource.none());

  @Test
  void readsTheShortestJson() {
    var request = decoded("{\"generator\":\"digits-ddpm\",\"label\":7}");

    assertThat(request)
        .isEqualTo(GenerationRequest.newBuilder().setGenerator("digits-ddpm").setLabel(7).build());
    assertThat(request.getCount()).isEqualTo(1);
    assertThat(request.getSeed()).isNull();
  }

  @Test
  void readsEveryFieldOfJson() {
    var request =
        decoded(
            """
            {"generator": "g", "version": 2, "prompt": "a ring", "negativePrompt": "blur",
             "label": "seven", "vector": [1, 2.5, -3e-1], "image": "AQID",
             "row": {"age": 30, "rate": 0.5, "name": "x", "open": true, "gap": null},
             "count": 4, "seed": -9007199254740993, "sampler": "ddim", "steps": 20.0,
             "guidance": 2, "guidanceRescale": 0.7, "guidanceFrom": 0.1, "guidanceUntil": 1,
             "toSeed": 5, "toLabel": 3, "toPrompt": "a square", "strength": 0.75, "mask": "/w==", "encoding": "png",
             "deadlineMs": 3000000000, "priority": -1, "requestId": "r-1"}
            """);

    assertThat(request.getVersion()).isEqualTo("2");
    assertThat(request.getLabel()).isEqualTo("seven");
    assertThat(request.getVector()).containsExactly(1f, 2.5f, -0.3f);
    assertThat(request.getImage()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(request.getRow())
        .containsEntry("age", 30L)
        .containsEntry("rate", 0.5)
        .containsEntry("name", "x")
        .containsEntry("open", true)
        .containsEntry("gap", null);
    assertThat(request.getSeed()).isEqualTo(-9007199254740993L);
    assertThat(request.getSteps()).isEqualTo(20);
    assertThat(request.getGuidance()).isEqualTo(2.0);
    assertThat(request.getGuidanceRescale()).isEqualTo(0.7);
    assertThat(request.getGuidanceUntil()).isEqualTo(1.0);
    assertThat(request.getToSeed()).isEqualTo(5L);
    assertThat(request.getToLabel()).isEqualTo(3);
    assertThat(request.getToPrompt()).isEqualTo("a square");
    assertThat(request.getMask()).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xff}));
    assertThat(request.getDeadlineMs()).isEqualTo(3_000_000_000L);
    assertThat(request.getPriority()).isEqualTo(-1);
    assertThat(request.getRequestId()).isEqualTo("r-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "\"NaN\"", "\"Infinity\"", "-Infinity", "\"-Infinity\""})
  void passesNonFiniteNumbersOnForTheEngineToRefuse(String number) {
    var request = decoded("{\"generator\":\"g\",\"guidance\":" + number + "}");

    assertThat(request.getGuidance()).isNotNull().isNotFinite();
  }

  @Test
  void keepsTextThatLooksLikeANumberWhereTextIsPossible() {
    var request =
        decoded("{\"generator\":\"NaN\",\"label\":\"7\",\"row\":{\"a\":\"NaN\",\"b\":\"5\"}}");

    assertThat(request.getLabel()).isEqualTo("7");
    assertThat(request.getRow()).containsEntry("a", "NaN").containsEntry("b", "5");
  }

  @Test
  void skipsBlanksAndAByteOrderMarkBeforeJson() {
    assertThat(decoded("\uFEFF \r\n\t{\"generator\":\"g\"}").getGenerator()).isEqualTo("g");
  }

  @Test
  void acceptsBase64WithLineBreaksAndDataUrls() {
    var request =
        decoded(
            "{\"generator\":\"g\",\"image\":\"data:image/png;base64,AQID\",\"mask\":\"AQ\\nID\"}");

    assertThat(request.getImage()).isEqualTo(request.getMask());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'generator':'g','step':5}      | UNKNOWN_FIELD | step      | steps",
        "{'generator':'g','negative_prompt':''} | UNKNOWN_FIELD | negative_prompt | negativePrompt",
        "{'generator':'g','GUIDANCE':1}  | UNKNOWN_FIELD | GUIDANCE  | guidance",
        "{'label':3}                     | MISSING_FIELD | generator | default",
        "{'generator':null}              | WRONG_TYPE    | null      | a text in quotes",
        "{'generator':5}                 | WRONG_TYPE    | the number 5 | a text in quotes",
        "{'generator':'g','steps':'20'}  | WRONG_TYPE    | the text \"20\" | a whole number of 32 bits",
        "{'generator':'g','steps':20.5}  | WRONG_TYPE    | steps is the number 20.5 | whole",
        "{'generator':'g','count':3000000000} | WRONG_TYPE | count   | 32 bits",
        "{'generator':'g','seed':99999999999999999999} | WRONG_TYPE | seed | 64 bits",
        "{'generator':'g','count':NaN}   | WRONG_TYPE    | count     | whole",
        "{'generator':'g','label':{'int':7}} | WRONG_TYPE | an object | a whole number of 32 bits or a text",
        "{'generator':'g','label':true}  | WRONG_TYPE    | label is true | whole",
        "{'generator':'g','vector':[1,'x']} | WRONG_TYPE | vector[1] | a number",
        "{'generator':'g','vector':1}    | WRONG_TYPE    | vector    | an array of a number",
        "{'generator':'g','row':{'a':[1]}} | WRONG_TYPE  | row.a is an array | true or false or",
        "{'generator':'g','image':'***'} | WRONG_TYPE    | image     | base64",
        "{'generator':'g','guidance':'strong'} | WRONG_TYPE | \"strong\" | a number",
      })
  void namesTheFieldThatDoesNotFit(String json, FailureCode code, String found, String expected) {
    var failure = undecodable(json.replace('\'', '"').getBytes(UTF_8));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.sentence()).contains(found, expected).endsWith(".").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"generator\":",
        "{\"generator\":\"g\"} {}",
        "{\"generator\":\"g\",\"generator\":\"h\"}",
        "{'generator':'g'}",
        "{generator:1}",
        "{\"generator\":\"\\ud800\\q\"}",
        "{\"generator\":\"g\",\"row\":{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}}",
      })
  void saysWhereJsonIsMalformed(String json) {
    var failure = undecodable(json.getBytes(UTF_8));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_JSON);
    assertThat(failure.sentence())
        .startsWith("The JSON is not well-formed")
        .endsWith(".")
        .doesNotContain("Source");
  }

  @Test
  void refusesNumbersOfAbsurdLength() {
    var failure =
        undecodable(("{\"generator\":\"g\",\"seed\":" + "9".repeat(5_000) + "}").getBytes(UTF_8));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_JSON);
    assertThat(failure.sentence().length()).isLessThan(400);
  }

  private GenerationRequest decoded(String json) {
    var result = decoder.decode(json.getBytes(UTF_8));
    assertThat(result).isInstanceOf(Decoded.class);
    return ((Decoded) result).request();
  }

  private Undecodable undecodable(byte[] value) {
    var result = decoder.decode(value);
    assertThat(result).isInstanceOf(Undecodable.class);
    return (Undecodable) result;
  }
}
