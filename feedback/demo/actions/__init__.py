"""Building the sample province through the same verbs that real people and real exports use."""
