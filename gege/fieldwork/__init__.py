"""What a grid worker does outdoors, apart from matters: patrols, visits, campaigns, terminals."""
