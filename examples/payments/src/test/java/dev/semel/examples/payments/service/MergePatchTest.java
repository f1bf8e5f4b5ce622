/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MergePatchTest {

    /** As application.properties sets it. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** All of RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b'}           | {'a':'c'}                | {'a':'c'}",
                "{'a':'b'}           | {'b':'c'}                | {'a':'b','b':'c'}",
                "{'a':'b'}           | {'a':null}               | {}",
                "{'a':'b','b':'c'}   | {'a':null}               | {'b':'c'}",
                "{'a':['b']}         | {'a':'c'}                | {'a':'c'}",
                "{'a':'c'}           | {'a':['b']}              | {'a':['b']}",
                "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}   | {'a':[1]}                | {'a':[1]}",
                "['a','b']           | ['c','d']                | ['c','d']",
                "{'a':'b'}           | ['c']                    | ['c']",
                "{'a':'foo'}         | null                     | null",
                "{'a':'foo'}         | 'bar'                    | 'bar'",
                "{'e':null}          | {'a':1}                  | {'e':null,'a':1}",
                "[1,2]               | {'a':'b','c':null}       | {'a':'b'}",
                "{}                  | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
            })
    void mergesAsTheSpecificationShows(String original, String patch, String result) {
        assertThat(new MergePatch(json(patch)).applyTo(json(original))).isEqualTo(json(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amount      | {'amount':2}",
                "amount      | {'amount':null}",
                "amount      | {'amount':1999.0}",
                "id          | {'description':'x','id':'y'}",
                "status      | {'status':'refunded'}",
                "charge      | {'charge':{}}",
                "version     | {'version':7}",
                "details     | {'details':{}}",
                "unknown     | {'unknown':'x'}",
                "description | {'description':7}",
                "description | {'description':''}",
                "description | {'description':['x']}",
                "description | {'description':'\\u0000'}",
                "description | {'description':'\\ud800'}",
                "reference   | {'reference':'a\\nb'}",
                "metadata    | {'metadata':'x'}",
                "metadata    | {'metadata':[]}",
                "metadata    | {'metadata':{'a b':'x'}}",
                "metadata    | {'metadata':{'':'x'}}",
                "metadata    | {'metadata':{'a':7}}",
                "metadata    | {'metadata':{'a':{'b':'c'}}}",
                "the patch   | []",
                "the patch   | null",
                "the patch   | 'x'",
                "description | {'description':1e999}"
            })
    void namesWhatCannotBeChanged(String field, String patch) {
        assertThatThrownBy(() -> details(patch))
                .isInstanceOfSatisfying(InvalidChangeException.class, refused -> assertThat(refused.field())
                        .isEqualTo(field));
    }

    @Test
    void limitsWhatIsKept() {
        assertThat(details("{'description':'" + "\ud83d\ude00".repeat(500) + "'}")
                        .description())
                .hasSize(1000);
        assertThatThrownBy(() -> details("{'description':'" + "x".repeat(501) + "'}"))
                .hasMessageStartingWith("description must be");
        assertThatThrownBy(() -> details("{'reference':'" + "x".repeat(65) + "'}"))
                .hasMessageStartingWith("reference must be");
        var many = new StringBuilder("{'metadata':{'a':'1'");
        for (int i = 0; i < 20; i++) {
            many.append(",'a").append(i).append("':''");
        }
        assertThatThrownBy(() -> details(many + "}}")).hasMessageStartingWith("metadata must be");
    }

    @Test
    void changesWhatIsNamedAndKeepsTheRest() {
        var details = details("{'amount':1999,'reference':null,'metadata':{'a':null,'c':'3'}}");
        assertThat(details).isEqualTo(new Details("an order", null, Map.of("b", "2", "c", "3")));
        assertThat(details("{'metadata':null}").metadata()).isEmpty();
        assertThat(details("{}")).isEqualTo(payment().details());
    }

    private static Details details(String patch) {
        return new PaymentChanges(JSON).details(payment(), new MergePatch(json(patch)));
    }

    private static Payment payment() {
        var noted = new Details("an order", "4711", Map.of("a", "1", "b", "2"));
        return new Payment(UUID.randomUUID(), 1999, "EUR", "paid", "ch_1", noted, 3);
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
