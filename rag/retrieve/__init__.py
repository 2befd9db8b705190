"""A query → passages: dense and lexical search fused, made diverse, with neighbours."""
