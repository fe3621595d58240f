"""What a district is good at and could become: statistics and plants in, answers with source and gaps out."""
