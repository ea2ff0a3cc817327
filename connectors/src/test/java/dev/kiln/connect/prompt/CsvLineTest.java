package dev.kiln.connect.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CsvLineTest {

  @Test
  void fieldsAreSplitAtCommasOutsideOfQuotes() {
    assertThat(CsvLine.fields("a,\"b, \"\"c\"\"\nd\",,7"))
        .containsExactly("a", "b, \"c\"\nd", "", "7");
    assertThat(CsvLine.fields("")).containsExactly("");
  }

  @Test
  void aQuoteThatClosesInTheMiddleOfAFieldIsRefused() {
    assertThatThrownBy(() -> CsvLine.fields("\"a\"b,c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unexpected character after closing quote");
  }

  @Test
  void aRecordGoesOnWhileAQuoteIsOpen() {
    assertThat(CsvLine.isOpen("a,\"b")).isTrue();
    assertThat(CsvLine.isOpen("a,\"b \"\"c\"")).isFalse();
  }
}
