/** Spring Boot auto-configuration of the component: {@code camel.component.cognigy.*}. */
package io.camelcognigy.spring;
