/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.board;

import dev.semel.http.EntityTag;
import dev.semel.http.Precondition;
import dev.semel.http.PreconditionFailedException;
import dev.semel.spring.Idempotent;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The application. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({BoardApplication.Board.class, BoardApplication.CatchAll.class})
public class BoardApplication {
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(CsrfConfigurer::disable)
                .build();
    }

    /** Takes what others answer better, as advices of applications often do. */
    @RestControllerAdvice
    static class CatchAll {
        @ExceptionHandler
        ResponseEntity<String> failed(Exception e) {
            return ResponseEntity.internalServerError().body("something failed");
        }
    }

    /** Where notes are pinned. */
    @RestController
    public static class Board {
        private final Map<String, Note> notes = new ConcurrentHashMap<>();
        private final AtomicInteger runs = new AtomicInteger();

        private record Note(String text, long version) {
            EntityTag tag() {
                return EntityTag.ofVersion(version);
            }

            ResponseEntity<String> shown() {
                return ResponseEntity.ok().eTag(tag().toString()).body(text);
            }
        }

        /** How often a handler that changes something ran. */
        public int runs() {
            return runs.get();
        }

        @GetMapping("/notes/{id}")
        ResponseEntity<String> read(@PathVariable String id) {
            return Optional.ofNullable(notes.get(id)).map(Note::shown).orElseGet(() -> ResponseEntity.notFound()
                    .build());
        }

        @PutMapping("/notes/{id}")
        ResponseEntity<String> put(@PathVariable String id, Precondition expected, @RequestBody String text) {
            runs.incrementAndGet();
            return notes.compute(id, (same, note) -> {
                        if (note == null) {
                            expected.checkAbsent();
                            return new Note(text, 1);
                        }
                        expected.check(note.tag());
                        return new Note(text, note.version() + 1);
                    })
                    .shown();
        }

        @Idempotent
        @PatchMapping("/notes/{id}")
        ResponseEntity<String> add(@PathVariable String id, Precondition expected, @RequestBody String more) {
            runs.incrementAndGet();
            for (; ; ) {
                Note note = notes.get(id);
                if (note == null) {
                    return ResponseEntity.notFound().build();
                }
                expected.check(note.tag());
                Note changed = new Note(note.text() + more, note.version() + 1);
                if (notes.replace(id, note, changed)) {
                    return changed.shown();
                }
            }
        }

        /** As if another had been faster between check and write. */
        @PatchMapping("/races/{version}")
        String lose(@PathVariable long version, Precondition expected) {
            throw new PreconditionFailedException(EntityTag.ofVersion(version));
        }

        @DeleteMapping("/notes/{id}")
        ResponseEntity<Void> delete(@PathVariable String id, Optional<Precondition> expected) {
            runs.incrementAndGet();
            notes.computeIfPresent(id, (same, note) -> {
                expected.ifPresent(each -> each.check(note.tag()));
                return null;
            });
            return ResponseEntity.noContent().build();
        }
    }
}
