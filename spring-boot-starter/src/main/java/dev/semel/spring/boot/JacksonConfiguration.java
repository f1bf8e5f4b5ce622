/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.JsonValues;
import dev.semel.spring.MethodValues;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Return values and arguments as JSON. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
class JacksonConfiguration {
    @Bean
    @ConditionalOnMissingBean(MethodValues.class)
    MethodValues semelJsonValues(ObjectProvider<JsonMapper> mappers) {
        return JsonValues.of(mappers.getIfUnique(JsonMapper::shared));
    }
}
