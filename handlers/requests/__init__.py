"""Reports that somebody asks for (báo cáo đột xuất): asked of chosen units, changed, followed to their end."""
