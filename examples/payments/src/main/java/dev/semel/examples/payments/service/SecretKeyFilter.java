/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Logs a shop in by its secret key: {@code Bearer sk_…} as Stripe's client libraries send it, or as the user of HTTP Basic
 * with an empty password, as {@code curl -u sk_…:} does. The keys are as public as the demo's passwords.
 */
final class SecretKeyFilter extends OncePerRequestFilter {

    private static final Map<String, String> SHOPS = Map.of("sk_test_shop_a", "shop-a", "sk_test_shop_b", "shop-b");
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var shop = SHOPS.get(secretKey(request.getHeader(HttpHeaders.AUTHORIZATION)));
        if (shop != null) {
            var login = SecurityContextHolder.createEmptyContext();
            login.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    shop, null, AuthorityUtils.createAuthorityList("ROLE_SHOP")));
            SecurityContextHolder.setContext(login);
        }
        chain.doFilter(request, response);
    }

    /** The empty text, which is no shop's key, if there is none. */
    private static String secretKey(@Nullable String authorization) {
        if (authorization == null) {
            return "";
        }
        if (authorization.startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        return authorization.startsWith(BASIC) ? user(authorization.substring(BASIC.length())) : "";
    }

    private static String user(String credentials) {
        try {
            var login = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
            return login.endsWith(":") ? login.substring(0, login.length() - 1) : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
