/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StoredResponseCodecTest {
    private static final StoredResponseCodec CODEC = StoredResponseCodec.INSTANCE;
    private static final StoredResponse RESPONSE = StoredResponse.of(
            201,
            List.of(
                    new HeaderField("Link", "</a>; rel=\"x\""),
                    new HeaderField("X-Note", "gr\u00fc\u00df, \u2603"),
                    new HeaderField("Link", "")),
            Bytes.wrap(new byte[] {0, -1, 13, 10}));

    private static StoredResponse roundTrip(StoredResponse response) {
        return CODEC.decode(CODEC.encode(response), CODEC.version());
    }

    @Test
    void row061_064_everythingComesBack() {
        assertThat(roundTrip(RESPONSE)).isEqualTo(RESPONSE);
        StoredResponse empty = StoredResponse.of(204, List.of(), Bytes.EMPTY);
        assertThat(roundTrip(empty)).isEqualTo(empty);
    }

    @Test
    void row116_theReasonOfAnOmittedBodyComesBack() {
        for (StoredResponse.Reason reason : StoredResponse.Reason.values()) {
            StoredResponse omitted = new StoredResponse(200, List.of(), new StoredResponse.Omitted(reason));
            assertThat(roundTrip(omitted)).isEqualTo(omitted);
        }
    }

    @Test
    void theStoredFormIsTheOneOfTheFirstRelease() {
        StoredResponse small = StoredResponse.of(201, List.of(new HeaderField("ETag", "\"1\"")), Bytes.utf8("{}"));
        String golden = "00c9" + "00" + "0001" + "0004" + "45546167" + "00000003" + "223122" + "7b7d";
        assertThat(HexFormat.of().formatHex(CODEC.encode(small).toArray())).isEqualTo(golden);
        assertThat(CODEC.decode(Bytes.wrap(HexFormat.of().parseHex(golden)), 1)).isEqualTo(small);
    }

    @Test
    void aRecordWithALineBreakInAHeaderIsRefused() {
        byte[] stored = CODEC.encode(
                        StoredResponse.of(200, List.of(new HeaderField("X-A", "1..Set-Cookie: sid=evil")), Bytes.EMPTY))
                .toArray();
        int at = new String(stored, StandardCharsets.ISO_8859_1).indexOf("..");
        stored[at] = '\r';
        stored[at + 1] = '\n';
        assertThatThrownBy(() -> CODEC.decode(Bytes.wrap(stored), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("evil");
    }

    @Test
    void headersWithLineBreaksCannotBeMade() {
        for (String bad : List.of("a\r\nb", "a\nb", "a\rb", "a\0b")) {
            assertThatThrownBy(() -> new HeaderField("X-A", bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new HeaderField(bad, "x")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void row100_aNewerVersionIsRefused() {
        Bytes bytes = CODEC.encode(RESPONSE);
        assertThatThrownBy(() -> CODEC.decode(bytes, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Finish the upgrade");
    }

    @Test
    void row100_anyBytesEitherDecodeOrThrowTheOneException() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] valid = CODEC.encode(RESPONSE).toArray();
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = i % 2 == 0 ? valid.clone() : new byte[random.nextInt(64)];
            if (i % 2 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
                for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            } else {
                random.nextBytes(bytes);
            }
            try {
                assertThat(CODEC.decode(Bytes.wrap(bytes), 1)).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    void lengthsThatLieTakeNoMemory() {
        byte[] lying = HexFormat.of().parseHex("00c8" + "00" + "ffff" + "0001" + "41" + "7fffffff");
        assertThatThrownBy(() -> CODEC.decode(Bytes.wrap(lying), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyHeaderLinesAreNotEncoded() {
        HeaderField[] lines = new HeaderField[65_536];
        Arrays.fill(lines, new HeaderField("A", "b"));
        assertThatThrownBy(() -> CODEC.encode(StoredResponse.of(200, Arrays.asList(lines), Bytes.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
