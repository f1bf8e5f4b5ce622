/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java of the README and of a page beside it is this module's own, and does what they say. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    /** Stands for a service outside. */
    private interface Parcels {
        String send(String downstreamKey);
    }

    @Test
    void runsTheExampleWithoutSpring() {
        IdempotencyStore store = new InMemoryIdempotencyStore();
        Parcels parcels = key -> "parcel " + key.length();

        IdempotentExecutor executor = IdempotentExecutor.builder(store).build();
        Operation<String> ship = Operation.of("ship", IdempotencyPolicy.leased(), ResultCodecs.text());
        Call call = Call.of(Scope.of("tenant-7"), IdempotencyKey.of("order-42"));

        Outcome<String> outcome =
                executor.execute(ship, call, execution -> parcels.send(execution.downstreamKey("parcel")));

        assertThat(outcome).isEqualTo(new Outcome.Executed<>("parcel 32"));
        executor.close();
    }

    @ParameterizedTest
    @CsvSource({"README.md, 2", "docs/conditional-requests.md, 2", "examples/payments/README.md, 1"})
    void showsOnlyWhatIsCompiled(String page, int count) throws IOException {
        String code = sources();
        Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("..", "..").resolve(page)));
        List<String> found =
                examples.results().map(each -> withoutSpace(each.group(1))).toList();

        assertThat(found).hasSize(count).allSatisfy(example -> assertThat(code).contains(example));
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                all.append(withoutSpace(Files.readString(file)));
            }
            return all.toString();
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
